class S(str):
    def __eq__(self, other):
        return True
    __hash__ = str.__hash__
print(S('x'))
