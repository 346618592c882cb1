"""Who may see and change customers."""

from planloop.base.policy import OwnedPolicy, policy_for
from planloop.crm.models import Customer


@policy_for(Customer)
class CustomerPolicy(OwnedPolicy):
    entity = "customer"
