"""The desk (příjem klientů): the board on which a counselling service sees everybody who came and what is due."""
