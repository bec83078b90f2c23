import { useSyncExternalStore } from 'react'

/**
 * A session that ends under an open page ends no work: refused calls wait until the member has signed in again, here or in
 * another tab, and are then sent again. While nobody watches, as on the sign-in page, a refusal is what it is.
 */
let watchedFor: string | null = null
let ended: PromiseWithResolvers<void> | null = null
let signIns = 0
const listeners = new Set<() => void>()
const channel = new BroadcastChannel('throughline.session')

function change(next: typeof ended) {
  ended = next
  for (const listener of listeners) listener()
}

/** For as long as the pages of the member with this e-mail are shown. Answers how to stop. */
export function watchSession(email: string): () => void {
  watchedFor = email.toLowerCase()
  say(email)
  return () => {
    watchedFor = null
    resume()
  }
}

/** How often somebody has signed in again: what was asked before and is refused only now need not wait. */
export const signedInTimes = (): number => signIns

/** Resolves once somebody has signed in again since; null where nobody would be asked to. */
export function signedInAgain(since: number): Promise<void> | null {
  if (watchedFor === null) return null
  if (signIns > since) return Promise.resolve()
  if (!ended) change(Promise.withResolvers<void>())
  return ended?.promise ?? null
}

function resume() {
  const waiting = ended
  if (!waiting) return
  signIns++
  change(null)
  waiting.resolve()
}

function hear(email: string) {
  if (watchedFor === null) return
  if (email.toLowerCase() === watchedFor) resume()
  // Nothing of one member is shown to another, nor sent in their name.
  else location.reload()
}

// A channel is of its origin alone.
// oxlint-disable-next-line unicorn/require-post-message-target-origin
const say = (email: string) => channel.postMessage(email)

/** Whoever signs in tells all pages of this browser, as does each page that opens for a member. */
export function tellSignedIn(email: string): void {
  hear(email)
  say(email)
}
channel.addEventListener('message', ({ data }: MessageEvent<string>) => hear(data))

export const useSessionEnded = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    () => ended !== null,
  )
