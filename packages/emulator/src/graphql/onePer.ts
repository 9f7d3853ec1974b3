/** A function that makes one thing for each shape: GraphQL takes two types of one name for a mistake. */
export const onePer = <Key extends object, A>(make: (key: Key) => A): (key: Key) => A => {
  const made = new WeakMap<Key, A>()
  return (key) => {
    const known = made.get(key)
    if (known !== undefined) return known
    const fresh = make(key)
    made.set(key, fresh)
    return fresh
  }
}
