import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { LiveEvent } from '../../contract/ledger/event-type.ts'
import type { LiveMany } from '../../contract/ledger/live.ts'

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

/**
 * One connection for the whole page. The browser reconnects by itself and says where it stopped (Last-Event-ID), so
 * nothing is lost in between. Whatever the events touch is read again, if it is on show.
 */
export function useLive() {
  const queries = useQueryClient()
  useEffect(() => {
    const source = new EventSource('/api/v1/live')
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
    }
    source.addEventListener('message', (message: MessageEvent<string>) => {
      gathered.push(JSON.parse(message.data) as LiveEvent)
      timer ??= setTimeout(deliver, gatherMs)
    })
    // Very many at once, as during an import: everything on show of these types.
    source.addEventListener('many', (message: MessageEvent<string>) => {
      const { types } = JSON.parse(message.data) as LiveMany
      for (const type of types) void queries.invalidateQueries({ queryKey: ['records', type] })
      void queries.invalidateQueries({ queryKey: ['timeline'] })
      void queries.invalidateQueries({ queryKey: ['counts'] })
    })
    source.addEventListener(
      'notification',
      () => void queries.invalidateQueries({ queryKey: ['notifications'] }),
    )
    return () => {
      source.close()
      clearTimeout(timer)
    }
  }, [queries])
}
