import { useSyncExternalStore } from 'react'
import { CallError, urlOf } from '../../../contract/http/client.ts'
import type { FileField } from '../../../contract/records/field.ts'
import { fileRoutes } from '../../../contract/records/file-routes.ts'
import { largestOf, type FileValue } from '../../../contract/records/file.ts'
import { messageOf } from '../../shell/api.ts'
import { sendFile } from '../../shell/send-file.ts'
import { t } from '../../text/pages.ts'

/** A file on its way, or one that could not go. Kept outside the pages, so that one can leave while it is sent. */
export interface Sending {
  key: number
  /** The field of the record or form that it is for. */
  place: string
  name: string
  /** From 0 to 1. */
  sent: number
  /** It waits for the connection to come back, and goes on by itself. */
  waits: boolean
  /** Why it did not go. */
  reason: string | null
  stop: () => void
  /** Absent where trying again would not help. */
  again?: () => void
}

let sendings: readonly Sending[] = []
let last = 0
const listeners = new Set<() => void>()

function put(next: readonly Sending[]) {
  sendings = next
  for (const listener of listeners) listener()
}
const change = (key: number, part: Partial<Sending>) =>
  put(sendings.map((one) => (one.key === key ? { ...one, ...part } : one)))
const drop = (key: number) => put(sendings.filter((one) => one.key !== key))

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSendings = (place: string): readonly Sending[] =>
  useSyncExternalStore(subscribe, () => sendings).filter((one) => one.place === place)

/** Milliseconds until a lost connection is tried again; then somebody has to ask. */
const pauses = [1_000, 3_000, 10_000, 30_000]

/** Until the browser says that it is online again, or so long. */
const pause = (ms: number, signal: AbortSignal) =>
  new Promise<void>((go) => {
    const end = () => {
      clearTimeout(timer)
      removeEventListener('online', end)
      go()
    }
    const timer = setTimeout(end, ms)
    addEventListener('online', end)
    signal.addEventListener('abort', end, { once: true })
  })

/** A refusal that says what is wrong with the file; what the server or the line could not do may go another time. */
const isFinal = (error: unknown) =>
  error instanceof CallError &&
  error.problem.status >= 400 &&
  error.problem.status < 500 &&
  ![401, 408, 429].includes(error.problem.status)

const isLost = (error: unknown) => error instanceof CallError && error.problem.status === 0

export interface Target {
  place: string
  recordType: string
  name: string
  field: FileField
}

/**
 * Sends a file for a field and hands on what became of it; if that fails, it can be tried again without choosing the file
 * anew. A lost connection is waited for.
 */
export function startSending(
  target: Target,
  file: File,
  give: (kept: FileValue) => Promise<void> | void,
): void {
  const { place, recordType, name: field } = target
  const stopper = new AbortController()
  const key = ++last
  const stop = () => {
    stopper.abort()
    drop(key)
  }
  const url = urlOf(fileRoutes.upload, {
    query: { name: file.name.slice(-1_000) || 'file', recordType, field },
  })
  let kept: FileValue | null = null

  async function send(): Promise<FileValue> {
    for (let i = 0; ; i++) {
      change(key, { sent: 0, waits: false })
      try {
        return (await sendFile(url, file, (sent) => change(key, { sent }), stopper.signal)) as FileValue
      } catch (error) {
        const ms = pauses[i]
        if (stopper.signal.aborted || !isLost(error) || ms === undefined) throw error
        change(key, { waits: true })
        await pause(ms, stopper.signal)
      }
    }
  }

  async function run(): Promise<void> {
    change(key, { reason: null })
    try {
      kept ??= await send()
      await give(kept)
      drop(key)
    } catch (error) {
      if (stopper.signal.aborted) return
      const [first] = error instanceof CallError ? (error.problem.errors ?? []) : []
      const reason = first?.message ?? messageOf(error)
      change(key, {
        reason,
        waits: false,
        ...(isFinal(error) ? {} : { again: () => void run() }),
      })
    }
  }

  const tooLarge = file.size > largestOf(target.field)
  put([
    ...sendings,
    {
      key,
      place,
      name: file.name,
      sent: 0,
      waits: false,
      reason: tooLarge
        ? t('files.tooLarge', { largest: Math.floor(largestOf(target.field) / 1_048_576) })
        : file.size === 0
          ? t('files.empty')
          : null,
      stop,
    },
  ])
  if (!tooLarge && file.size > 0) void run()
}
