/**
 * The n-th number of a generator, from 0 to under 1. It depends on `seed` and `n` alone, so that rules do not disturb one
 * another's numbers. The mixing is that of SplitMix32.
 */
export const chance = (seed: number, n: number): number => {
  // `imul` looks at the lower 32 bits alone.
  const start = Math.imul(seed, 0x85eb_ca6b) + Math.imul(Math.floor(seed / 2 ** 32), 0xc2b2_ae35)
  let mixed = start + Math.imul(n, 0x9e37_79b9) | 0
  mixed = Math.imul(mixed ^ mixed >>> 16, 0x21f0_aaad)
  mixed = Math.imul(mixed ^ mixed >>> 15, 0x735a_2d97)
  return ((mixed ^ mixed >>> 15) >>> 0) / 2 ** 32
}
