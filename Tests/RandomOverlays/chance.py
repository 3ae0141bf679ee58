"""The source of randomness: everything an overlay is made of is drawn from one seed."""
import random


class Chance(random.Random):
    """A generator that is seeded by text, so that overlay N of a seed can be made by itself."""

    #: Whether values may have another shape than Kubernetes takes: a list of labels, a port without its number.
    misshapes = False

    def misshaped(self, probability=1):
        return self.misshapes and self.of(probability)

    def of(self, probability):
        return self.random() < probability

    def some(self, choices, least=0, most=3):
        """Some of the choices, each at most once."""
        choices = list(choices)
        return self.sample(choices, min(len(choices), self.randint(least, most)))

    def weighted(self, table):
        """One key of a table of weights."""
        return self.choices(list(table), weights=list(table.values()))[0]

    def shuffled(self, mapping):
        """The mapping with its keys in another order."""
        items = list(mapping.items())
        self.shuffle(items)
        return dict(items)
