from foundation.outbox import deliver_due
def test_x(house, mail_system):
    assert deliver_due(mail_system.sender())
