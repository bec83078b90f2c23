import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import type { LiveEvent } from '../../contract/ledger/event-type.ts'
import type { LiveMany } from '../../contract/ledger/live.ts'
import { readTypes, typesVersion } from './types.ts'
import { followLive } from './live-stream.ts'
import type { LiveMessage } from './live-stream.ts'
import { useSession } from './session.tsx'
import { isChangingSettings } from './settings.ts'

type Listener = (events: readonly LiveEvent[]) => void
const listeners = new Set<Listener>()

/** What others changed while this page is open. */
export function useLiveEvents(listener: Listener) {
  useEffect(() => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }, [listener])
}

/** Everything that comes within this time is one refresh. */
const gatherMs = 250

/** Whatever the events of the live stream touch is read again, if it is on show. */
export function useLive() {
  const queries = useQueryClient()
  const { position } = useSession()
  const began = useRef(position)
  useEffect(() => {
    let gathered: LiveEvent[] = []
    let timer: ReturnType<typeof setTimeout> | undefined
    const deliver = () => {
      const events = gathered
      gathered = []
      timer = undefined
      for (const listener of listeners) listener(events)
      const types = new Set(events.map((event) => event.subjectType))
      for (const type of types) void queries.invalidateQueries({ queryKey: ['records', type] })
      const customers = new Set(
        events.flatMap((event) => [event.personId, event.companyId].filter((id) => id !== null)),
      )
      for (const id of customers) void queries.invalidateQueries({ queryKey: ['timeline', id] })
      void queries.invalidateQueries({ queryKey: ['counts'] })
      if (events.some(({ type }) => /\.(deleted|restored|purged)$/.test(type)))
        void queries.invalidateQueries({ queryKey: ['bin'] })
    }
    const readAgain = (types: readonly string[]) => {
      for (const type of types) void queries.invalidateQueries({ queryKey: ['records', type] })
      void queries.invalidateQueries({ queryKey: ['timeline'] })
      void queries.invalidateQueries({ queryKey: ['counts'] })
      void queries.invalidateQueries({ queryKey: ['bin'] })
      // The sample company, and with it members, came or went.
      if (types.includes('user')) void queries.invalidateQueries({ queryKey: ['session'] })
    }
    // A field that was added, changed or retired: every page shows its records with the fields that there are now.
    const followFields = async (version: number) => {
      if (version === typesVersion()) return
      await readTypes().catch(() => undefined)
      for (const key of ['records', 'fields', 'metrics']) void queries.invalidateQueries({ queryKey: [key] })
    }
    const hear = ({ event, data }: LiveMessage) => {
      if (event === 'message') {
        gathered.push(JSON.parse(data) as LiveEvent)
        timer ??= setTimeout(deliver, gatherMs)
      } else if (event === 'notification') void queries.invalidateQueries({ queryKey: ['notifications'] })
      else if (event === 'settings') {
        // Of this page's own changes the last answer tells everything.
        if (!isChangingSettings()) void queries.invalidateQueries({ queryKey: ['session'] })
      } else if (event === 'imports')
        for (const part of ['one', 'list']) void queries.invalidateQueries({ queryKey: ['imports', part] })
      else if (event === 'bulk-edits')
        for (const part of ['one', 'list']) void queries.invalidateQueries({ queryKey: ['bulk-edits', part] })
      else if (event === 'fields') void followFields((JSON.parse(data) as { value: number }).value)
      // Very many at once, as during an import: everything on show of these types.
      else readAgain((JSON.parse(data) as LiveMany).types)
    }
    const stop = followLive(began.current, hear)
    return () => {
      stop()
      clearTimeout(timer)
    }
  }, [queries])
}
