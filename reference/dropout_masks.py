"""Dropout masks as a function of the cell, see "The cell" in docs/cell-protocol.md.

Every random number is a word of a ChaCha8 key stream (Bernstein 2008,
https://cr.yp.to/chacha.html), addressed by position, so that the mask of a row does not depend on
its batch.

The known answer of `classifier/src/dropout.rs`, checked by `python -m doctest dropout_masks.py`:

>>> masks = DropoutMasks(seed=1, dataset="test", repetition=0)
>>> factors = masks.factors(epoch=2, layer=1, rows=np.array([7]), width=13, rate=0.5)
>>> [column for column in range(13) if factors[0, column] == 2.0]
[0, 6, 9, 11]
"""

import hashlib

import numpy as np

WORDS = 16  # in a block of the key stream


class DropoutMasks:
    """The masks of a cell. Epochs and dropout layers are counted from 0."""

    def __init__(self, seed, dataset, repetition):
        self.prefix = seed.to_bytes(8, "little") + repetition.to_bytes(4, "little") + text(dataset)

    def factors(self, epoch, layer, rows, width, rate):
        """Factors `[len(rows), width]`: 0 with probability `rate`, else `1 / (1 - rate)`."""
        purpose = text(f"dropout layer {layer} of epoch {epoch}")
        key = hashlib.sha256(self.prefix + purpose).digest()
        dropped = draws(key, rows, width) < int(rate * 2**32)
        return np.where(dropped, np.float32(0), np.float32(1 / (1 - rate)))


def text(value):
    """Length and bytes: the length separates consecutive texts unambiguously."""
    return len(value.encode()).to_bytes(8, "little") + value.encode()


def draws(key, rows, width):
    """Words `row * width` to `row * width + width - 1` of the key stream, for each row."""
    first = rows.astype(np.uint64) * np.uint64(width)
    block, offset = np.divmod(first, np.uint64(WORDS))
    count = (width + 2 * WORDS - 2) // WORDS  # the largest number of blocks that a row touches
    blocks = block[:, None] + np.arange(count, dtype=np.uint64)
    stream = key_stream(key, blocks.ravel()).reshape(len(rows), count * WORDS)
    columns = offset[:, None].astype(np.int64) + np.arange(width)
    return np.take_along_axis(stream, columns, axis=1)


def key_stream(key, blocks):
    """The given blocks of the ChaCha8 key stream with nonce 0, uint32 `[len(blocks), 16]`."""
    state = np.zeros((WORDS, len(blocks)), dtype=np.uint32)
    state[0:4] = np.frombuffer(b"expand 32-byte k", dtype="<u4")[:, None]
    state[4:12] = np.frombuffer(key, dtype="<u4")[:, None]
    state[12] = blocks & np.uint64(0xFFFFFFFF)
    state[13] = blocks >> np.uint64(32)
    # Each of a, b, c and d holds four words, so one call mixes all four columns.
    a, b, c, d = state.copy().reshape(4, 4, -1)
    for _ in range(4):
        quarter_round(a, b, c, d)
        b, c, d = np.roll(b, -1, axis=0), np.roll(c, -2, axis=0), np.roll(d, -3, axis=0)
        quarter_round(a, b, c, d)  # the rotated columns are the diagonals
        b, c, d = np.roll(b, 1, axis=0), np.roll(c, 2, axis=0), np.roll(d, 3, axis=0)
    return (np.concatenate([a, b, c, d]) + state).T


def quarter_round(a, b, c, d):
    """The ChaCha quarter round, in place."""
    for x, y, z, bits in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
        x += y
        z ^= x
        z[:] = (z << np.uint32(bits)) | (z >> np.uint32(32 - bits))
