/** A thing that a button does: one at a time, with what it failed with. */
import { useSignal } from "@preact/signals"

export const useAction = () => {
  const isBusy = useSignal(false)
  const failure = useSignal<string | undefined>(undefined)
  return {
    isBusy,
    failure,
    run: async (action: () => Promise<unknown>): Promise<boolean> => {
      if (isBusy.value) return false
      isBusy.value = true
      failure.value = undefined
      try {
        await action()
        return true
      } catch (error) {
        failure.value = error instanceof Error ? error.message : String(error)
        return false
      } finally {
        isBusy.value = false
      }
    }
  }
}
