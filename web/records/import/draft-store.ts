import { hashKey } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { CallError } from '../../../contract/http/client.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { ImportDetail } from '../../../contract/records/import-routes.ts'
import { call, messageOf, statusOf } from '../../shell/api.ts'
import { draftOf, saidOf } from './draft.ts'
import type { Draft } from './draft.ts'
import { importQuery } from './import-api.ts'

/** A draft as it stands here; the server has it too, a moment later. */
export interface HeldDraft {
  draft: Draft
  /** The server's version on which it is based. */
  version: number
  /** What went out and was not answered yet: found on the server, it is nobody else's. */
  sent: Draft | null
  /** Something here has not reached the server yet. */
  unsaved: boolean
  /** What somebody else has made of it meanwhile: one of the two has to go. */
  theirs: ImportDetail | null
  /** Why it could not be saved; it is tried again. */
  failure: string | null
}

type Backup = Pick<HeldDraft, 'draft' | 'version' | 'sent'>

const saveAfterMs = 400
const tryAgainAfterMs = 5_000
/** Of what outlives its page; half of what browsers allow, since in UTF-8 a letter may be two bytes. */
const longestKept = 32_000

const held = new Map<string, HeldDraft>()
const timers = new Map<string, ReturnType<typeof setTimeout>>()
const saving = new Map<string, Promise<void>>()
const listeners = new Set<() => void>()
const backupOf = (id: string) => `throughline.import.${id}`

function put(id: string, next: HeldDraft) {
  held.set(id, next)
  for (const listener of listeners) listener()
}

const same = (draft: Draft, detail: ImportDetail): boolean =>
  hashKey([saidOf(draft)]) === hashKey([saidOf(draftOf(detail))])

/** What did not reach the server before this page was closed. */
function backup(id: string): Backup | null {
  try {
    return JSON.parse(localStorage.getItem(backupOf(id)) ?? 'null') as Backup | null
  } catch {
    return null
  }
}

/** Takes over what the server has, unless something here is newer. */
export function holdDraft(queries: QueryClient, detail: ImportDetail): void {
  const { id, version } = detail
  const before = held.get(id)
  if (before && (before.unsaved || before.version >= version)) return
  const left = before ? null : backup(id)
  if (left && !same(left.draft, detail)) {
    const own = left.version === version || (left.sent && same(left.sent, detail))
    put(id, {
      ...left,
      ...(own && { version }),
      unsaved: true,
      theirs: own ? null : detail,
      failure: null,
    })
    if (own) saveSoon(queries, id, 0)
    return
  }
  localStorage.removeItem(backupOf(id))
  const draft = draftOf(detail)
  const chosen = before?.draft.chosen ?? sessionStorage.getItem(backupOf(id))
  put(id, {
    draft: draft.readings.some(({ key }) => key === chosen) ? { ...draft, chosen } : draft,
    version,
    sent: null,
    unsaved: false,
    theirs: null,
    failure: null,
  })
}

const keep = (id: string, { draft, version, sent }: Backup) =>
  localStorage.setItem(backupOf(id), JSON.stringify({ draft, version, sent }))

export function changeDraft(queries: QueryClient, id: string, make: (before: Draft) => Draft): void {
  const before = held.get(id)
  if (!before) throw new Error('A draft is held before it is changed')
  const draft = make(before.draft)
  sessionStorage.setItem(backupOf(id), draft.chosen ?? '')
  const { terms, files, readings } = before.draft
  if (draft.terms === terms && draft.files === files && draft.readings === readings) {
    put(id, { ...before, draft })
    return
  }
  const next = { ...before, draft, unsaved: true }
  keep(id, next)
  put(id, next)
  saveSoon(queries, id, saveAfterMs)
}

function saveSoon(queries: QueryClient, id: string, afterMs: number) {
  clearTimeout(timers.get(id))
  timers.set(
    id,
    setTimeout(() => void saveDraft(queries, id), afterMs),
  )
}

/** Brings the draft to the server, after whatever is on its way there. Says whether the server has it now. */
export async function saveDraft(queries: QueryClient, id: string): Promise<boolean> {
  clearTimeout(timers.get(id))
  const turn = (saving.get(id) ?? Promise.resolve()).then(() => send(queries, id))
  saving.set(id, turn)
  await turn
  return held.get(id)?.unsaved === false
}

async function send(queries: QueryClient, id: string): Promise<void> {
  const now = held.get(id)
  if (!now?.unsaved || now.theirs) return
  const settle = (detail: ImportDetail) => {
    const { draft } = held.get(id) ?? now
    const unsaved = draft !== now.draft && !same(draft, detail)
    if (!unsaved) localStorage.removeItem(backupOf(id))
    put(id, { draft, version: detail.version, sent: null, unsaved, theirs: null, failure: null })
    queries.setQueryData(importQuery(id).queryKey, detail)
  }
  const body = saidOf(now.draft)
  const sending = { ...now, sent: now.draft }
  keep(id, sending)
  put(id, sending)
  try {
    settle(
      await call(importRoutes.update, {
        params: { id },
        body,
        headers: { 'if-match': `"${now.version}"` },
        // It may be the last before the page is left.
        keepalive: JSON.stringify(body).length <= longestKept,
      }),
    )
  } catch (error) {
    const current =
      error instanceof CallError && statusOf(error) === 412
        ? (error.problem.current as ImportDetail | undefined)
        : undefined
    const latest = held.get(id) ?? now
    if (current && same(now.draft, current)) settle(current)
    else if (current && now.sent && same(now.sent, current)) {
      // It went out before this page was loaded, and arrived after.
      put(id, { ...latest, version: current.version })
      saveSoon(queries, id, 0)
    } else if (current) put(id, { ...latest, theirs: current })
    else {
      put(id, { ...latest, failure: messageOf(error) })
      const status = statusOf(error)
      if (status === null || status === 0 || status >= 500) saveSoon(queries, id, tryAgainAfterMs)
    }
  }
}

/** One of two drafts that were made of the same one: this page's, or the one that the server has. */
export function settleDraft(queries: QueryClient, id: string, whose: 'mine' | 'theirs'): void {
  const now = held.get(id)
  if (!now?.theirs) return
  const { theirs } = now
  if (whose === 'mine') {
    put(id, { ...now, version: theirs.version, theirs: null })
    saveSoon(queries, id, 0)
    return
  }
  localStorage.removeItem(backupOf(id))
  put(id, {
    draft: draftOf(theirs),
    version: theirs.version,
    sent: null,
    unsaved: false,
    theirs: null,
    failure: null,
  })
  queries.setQueryData(importQuery(id).queryKey, theirs)
}

/** It is deleted, or has begun. */
export function forgetDraft(id: string): void {
  clearTimeout(timers.get(id))
  held.delete(id)
  localStorage.removeItem(backupOf(id))
  sessionStorage.removeItem(backupOf(id))
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

/** The draft of an import as it stands on this page; hold it first. What is typed goes out when the page is left. */
export function useHeldDraft(queries: QueryClient, detail: ImportDetail): HeldDraft {
  if (!held.has(detail.id)) holdDraft(queries, detail)
  useEffect(() => holdDraft(queries, detail), [queries, detail])
  useEffect(() => {
    const leave = () => void saveDraft(queries, detail.id)
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [queries, detail.id])
  return useSyncExternalStore(subscribe, () => held.get(detail.id)!)
}
