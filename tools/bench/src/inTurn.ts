/** Asks for both, now the one first and now the other, as `n` is odd or even: who comes second finds the caches as the first left them. */
export const inTurn = async <A>(
  n: number,
  one: () => Promise<A>,
  other: () => Promise<A>
): Promise<readonly [A, A]> => {
  const before = n % 2 === 0 ? await other() : undefined
  const asked = await one()
  return [asked, before ?? await other()]
}
