from tests.house.test_access import *
from tests.house.test_access import run_table, ORACLE
def test_every_cell(house, world, tmp_path, capsys):
    only={e for e in ORACLE['routes'] if e.split('.')[0] in ('tasks','plans')}
    wrong, ran, total = run_table(house, world, tmp_path, only)
    with capsys.disabled(): print(ran, len(wrong)); print('\n'.join(wrong))
