import { useQueryClient } from '@tanstack/react-query'
import { useSyncExternalStore } from 'react'
import { importMappingSchema } from '../../../contract/records/import-mapping.ts'
import { messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import { withFile, withMapping } from './draft.ts'
import type { Draft } from './draft.ts'
import { changeDraft } from './draft-store.ts'
import { inspectionQuery, upload } from './import-api.ts'

/** A file on its way. Kept outside the pages, so that one can leave while it is sent. */
export interface Sending {
  key: number
  name: string
  sent: number
  stop: () => void
}

let sendings: readonly Sending[] = []
let last = 0
const listeners = new Set<() => void>()

function put(next: readonly Sending[]) {
  sendings = next
  for (const listener of listeners) listener()
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

export const useSendings = (): readonly Sending[] => useSyncExternalStore(subscribe, () => sendings)

/**
 * Takes files into a draft: what is JSON as a mapping, everything else to the server. The draft is asked for with the
 * first thing that can be taken, so that nothing is begun in vain.
 */
export function useTakeFiles(draftId: () => Promise<string>): (files: readonly File[]) => Promise<void> {
  const queries = useQueryClient()
  const change = async (make: (before: Draft) => Draft) => changeDraft(queries, await draftId(), make)

  async function takeMapping(file: File) {
    let read: unknown
    try {
      read = JSON.parse(await file.text())
    } catch {
      toastFailed(t('import.badMapping', { name: file.name, reason: t('import.notJson') }))
      return
    }
    const parsed = importMappingSchema.safeParse(read)
    if (parsed.success) {
      await change((draft) => withMapping(draft, parsed.data))
      toastDone(t('import.mappingTaken', { name: parsed.data.name }))
    } else {
      const [issue] = parsed.error.issues
      toastFailed(
        t('import.badMapping', { name: file.name, reason: `${issue?.path.join('.')}: ${issue?.message}` }),
      )
    }
  }

  async function send(file: File) {
    const stopper = new AbortController()
    const key = ++last
    put([...sendings, { key, name: file.name, sent: 0, stop: () => stopper.abort() }])
    try {
      const sent = (fraction: number) =>
        put(sendings.map((one) => (one.key === key ? { ...one, sent: fraction } : one)))
      const kept = await upload(file, sent, stopper.signal)
      const { suggestions } = await queries.fetchQuery(inspectionQuery(kept.id))
      await change((draft) => withFile(draft, kept, suggestions[0]?.file))
    } catch (error) {
      if (!stopper.signal.aborted)
        toastFailed(t('import.notSent', { name: file.name, reason: messageOf(error) }), () => void send(file))
    } finally {
      put(sendings.filter((one) => one.key !== key))
    }
  }

  return async (files) => {
    const isMapping = (file: File) => /\.json$/i.test(file.name)
    // What the files mean first, so that they need not be guessed at.
    for (const file of files.filter(isMapping)) await takeMapping(file)
    await Promise.all(files.filter((file) => !isMapping(file)).map(send))
  }
}
