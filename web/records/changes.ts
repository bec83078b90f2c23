import { useQueryClient } from '@tanstack/react-query'
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import { CallError } from '../../contract/http/client.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Operation, Page } from '../../contract/records/routes.ts'
import { undoRoute } from '../../contract/records/undo.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { act, call, messageOf, statusOf } from '../shell/api.ts'
import { done } from '../shell/undo.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import { tellSaved } from './after-save.ts'
import { isAskedFor } from './asking.ts'
import { contested, showConflict } from './conflict.ts'
import { routesOf } from './record-api.ts'

type Values = Record<string, unknown>
type Pages = InfiniteData<Page>

/** What the lists, panels and pages show of a record, changed in place. Answers how to put it back. */
function patch(queries: QueryClient, type: RecordType, id: string, values: Values): () => void {
  const before = queries.getQueriesData({ queryKey: ['records', type.name] })
  const change = (record: AnyRecord): AnyRecord => (record.id === id ? { ...record, ...values } : record)
  queries.setQueriesData<Pages>(
    { queryKey: ['records', type.name, 'list'] },
    (list) =>
      list && { ...list, pages: list.pages.map((page) => ({ ...page, data: page.data.map(change) })) },
  )
  queries.setQueriesData<Page>(
    { queryKey: ['records', type.name, 'some'] },
    (page) => page && { ...page, data: page.data.map(change) },
  )
  queries.setQueryData<AnyRecord>(['records', type.name, 'one', id], (record) => record && change(record))
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data)
  }
}

function drop(queries: QueryClient, type: RecordType, ids: ReadonlySet<string>): () => void {
  const before = queries.getQueriesData<Pages>({ queryKey: ['records', type.name, 'list'] })
  queries.setQueriesData<Pages>(
    { queryKey: ['records', type.name, 'list'] },
    (list) =>
      list && {
        ...list,
        pages: list.pages.map((page) => ({
          ...page,
          data: page.data.filter((record) => !ids.has(record.id)),
        })),
      },
  )
  return () => {
    for (const [key, data] of before) queries.setQueryData(key, data)
  }
}

export type Refused = Record<string, string>

/** Field messages of a refusal, by field; `form` when it names none. */
export function refusalOf(error: unknown, fields: Iterable<string>): Refused {
  const known = new Set(fields)
  const named = (error instanceof CallError ? (error.problem.errors ?? []) : []).flatMap(
    ({ path, message }) => {
      const field = path.replace(/^body\./, '').split('.')[0] ?? ''
      return known.has(field) ? [[field, message] as const] : []
    },
  )
  return named.length > 0 ? Object.fromEntries(named) : { form: messageOf(error) }
}

/** Changes to records of a type: shown at once, taken back when refused, and always to be undone. */
export function useChanges(type: RecordType) {
  const queries = useQueryClient()
  const routes = routesOf(type)
  const one = inText(typeLabel(type).one)
  const many = inText(typeLabel(type).many)

  const refresh = () => queries.invalidateQueries({ queryKey: ['records'] })
  const undoEvents = (events: string[]) => async () => {
    await call(undoRoute, { body: { events } })
    await refresh()
  }

  /** Throws a refusal of values for the form to show; a conflict is settled here, by its own dialog. */
  async function save(record: AnyRecord, values: Values): Promise<void> {
    try {
      const { output, event } = await act(routes.update, {
        params: { id: record.id },
        body: values,
        headers: { 'if-match': `"${record.version}"` },
      })
      patch(queries, type, record.id, output)
      void refresh()
      done(t('records.changed', { title: output.title }), event ? undoEvents([event]) : undefined)
      tellSaved(type, values, output)
    } catch (error) {
      const current =
        error instanceof CallError && statusOf(error) === 412
          ? (error.problem.current as AnyRecord | undefined)
          : undefined
      if (!current) throw error
      patch(queries, type, record.id, current)
      if (contested({ base: record, mine: values, current }).length === 0) {
        // They changed other fields: both changes can stand, and the reader is told.
        await save(current, values)
        toastDone(t('records.mergedChange', { title: current.title }))
        return
      }
      showConflict({ type, mine: values, base: record, current, keepMine: (chosen) => save(current, chosen) })
    }
  }

  /** For cells, boards and check marks: the change shows before the server has answered. */
  async function update(record: AnyRecord, values: Values): Promise<boolean> {
    await queries.cancelQueries({ queryKey: ['records', type.name] })
    const putBack = patch(queries, type, record.id, values)
    try {
      await save(record, values)
      return true
    } catch (error) {
      putBack()
      if (error instanceof CallError && isAskedFor({ type, record, values, error })) return false
      const reason =
        error instanceof CallError && error.problem.errors?.[0]
          ? error.problem.errors[0].message
          : messageOf(error)
      toastFailed(t('records.notChanged', { title: record.title, reason }), () => void update(record, values))
      return false
    }
  }

  async function create(values: Values): Promise<AnyRecord> {
    const { output, event } = await act(routes.create, { body: values })
    void refresh()
    done(t('records.created', { title: output.title }), event ? undoEvents([event]) : undefined)
    return output
  }

  /** Runs operations in batches of a thousand. Answers the problems of those refused. */
  async function batch(operations: Operation[]): Promise<string[]> {
    const refused: string[] = []
    for (let at = 0; at < operations.length; at += 1_000) {
      const { results } = await call(routes.batch, { body: { operations: operations.slice(at, at + 1_000) } })
      for (const { status, problem } of results)
        if (status >= 400) refused.push(String(problem?.['detail'] ?? problem?.['title'] ?? status))
    }
    await refresh()
    return refused
  }

  function tell(refused: string[], message: string, takeBack: () => Promise<unknown>) {
    if (refused[0]) toastFailed(t('records.someRefused', { count: refused.length, reason: refused[0] }))
    done(message, takeBack)
  }

  async function remove(ids: readonly string[]): Promise<void> {
    const putBack = drop(queries, type, new Set(ids))
    try {
      const refused = await batch(ids.map((id) => ({ do: 'delete', id })))
      tell(refused, t('records.deleted', { count: ids.length - refused.length, one, many }), () =>
        restoreQuietly(ids),
      )
    } catch (error) {
      putBack()
      toastFailed(messageOf(error), () => void remove(ids))
    }
  }

  const restoreQuietly = (ids: readonly string[]) => batch(ids.map((id) => ({ do: 'restore', id })))

  async function restore(ids: readonly string[]): Promise<void> {
    const putBack = drop(queries, type, new Set(ids))
    try {
      const refused = await restoreQuietly(ids)
      if (refused[0]) toastFailed(t('records.someRefused', { count: refused.length, reason: refused[0] }))
      toastDone(t('records.restored', { count: ids.length - refused.length, one, many }))
    } catch (error) {
      putBack()
      toastFailed(messageOf(error), () => void restore(ids))
    }
  }

  return { save, update, create, remove, restore }
}
