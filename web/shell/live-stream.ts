import { teamRoutes } from '../../contract/team/routes.ts'
import { call } from './api.ts'

/** What comes over the stream. */
export interface LiveMessage {
  event: 'message' | 'many' | 'notification' | 'imports' | 'bulk-edits' | 'fields' | 'settings'
  data: string
  /** Where the stream is resumed. */
  id: string
}

const events = ['message', 'many', 'notification', 'imports', 'bulk-edits', 'fields', 'settings'] as const
const name = 'throughline.live'
const longestWaitMs = 30_000

/**
 * One connection for all pages of this browser, which opens only six to a server that speaks HTTP/1.1: the page that holds
 * the lock reads the stream and passes everything on. When it is closed the next one takes over from the last id that it
 * heard. Where a page has no locks, as on plain http to another machine, it reads for itself while it is looked at. A page
 * hears of all that happened since the place in the ledger at which it began to read.
 */
export function followLive(since: string, tell: (message: LiveMessage) => void): () => void {
  const stopped = new AbortController()
  const others = new BroadcastChannel(name)
  let last = since

  const take = (message: LiveMessage) => {
    if (message.id) last = message.id
    tell(message)
  }
  const pass = (message: LiveMessage) => {
    take(message)
    // A channel is of its origin alone.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    others.postMessage(message)
  }
  others.addEventListener('message', ({ data }: MessageEvent<LiveMessage>) => take(data))

  if (!('locks' in navigator)) {
    readWhileVisible(take, () => last, stopped.signal)
  } else {
    const { signal } = stopped
    void navigator.locks
      .request(name, { signal }, () => read(pass, () => last, signal))
      .catch(() => undefined)
  }
  return () => {
    stopped.abort()
    others.close()
  }
}

function readWhileVisible(take: (message: LiveMessage) => void, last: () => string, stopped: AbortSignal) {
  let reading: AbortController | null = null
  const follow = () => {
    if (document.hidden) reading?.abort()
    else if (!reading || reading.signal.aborted) {
      reading = new AbortController()
      void read(take, last, AbortSignal.any([reading.signal, stopped]))
    }
  }
  follow()
  document.addEventListener('visibilitychange', follow, { signal: stopped })
}

/** Reads until stopped. The browser reconnects by itself after a lost connection, and gives up when it is refused. */
async function read(
  pass: (message: LiveMessage) => void,
  last: () => string,
  stopped: AbortSignal,
): Promise<void> {
  for (let wait = 1_000; !stopped.aborted; wait = Math.min(wait * 2, longestWaitMs)) {
    const source = new EventSource(`/api/v1/live?after=${encodeURIComponent(last())}`)
    await new Promise<void>((resolve) => {
      for (const event of events)
        source.addEventListener(event, ({ data, lastEventId }: MessageEvent<string>) => {
          wait = 1_000
          pass({ event, data, id: lastEventId })
        })
      source.addEventListener('error', () => source.readyState === EventSource.CLOSED && resolve())
      stopped.addEventListener('abort', () => resolve())
    })
    source.close()
    if (stopped.aborted) return
    // Refused because the session is over? This waits until the member is back.
    await call(teamRoutes.me, { signal: stopped }).catch(() => undefined)
    if (!stopped.aborted) await new Promise((resolve) => setTimeout(resolve, wait))
  }
}
