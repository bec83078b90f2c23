import { useMemo } from 'react'
import type { ReactNode } from 'react'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { isFile } from '../../contract/records/field.ts'
import { fieldOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { recordTypeOf } from '../shell/types.ts'
import { widgetOf } from '../records/fields/widgets.ts'
import { ExpandedContext } from '../records/titles.ts'
import { fieldLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import classes from './timeline.module.css'

/** Titles that came along with events, for whatever shows references. */
export function WithTitles({
  titles,
  children,
}: {
  titles: Readonly<Record<string, string>>
  children: ReactNode
}) {
  const records = useMemo(
    () => Object.fromEntries(Object.entries(titles).map(([id, title]) => [id, { id, title } as AnyRecord])),
    [titles],
  )
  return <ExpandedContext value={records}>{children}</ExpandedContext>
}

function Value({ type, name, value }: { type: RecordType; name: string; value: unknown }) {
  const field = fieldOf(type, name)
  if (value === null || value === undefined || !field)
    return <>{value === null || value === undefined ? '—' : String(value)}</>
  const { Show } = widgetOf(field)
  // A file that was taken away since leads nowhere.
  return <Show field={field} value={value} plain={isFile(field)} />
}

/** What follows from something else, and would only repeat it. */
const derived = new Set(['status', 'closedAt', 'datesContradict', 'doneAt', 'channel', 'pipeline'])

const nothing: readonly string[] = []

/** From what to what, field by field. */
export function Changes({ event, without = nothing }: { event: LedgerEvent; without?: readonly string[] }) {
  const type: RecordType = recordTypeOf(event.subject.type)
  const shown = Object.entries(event.changes).filter(
    ([name]) => !derived.has(name) && !without.includes(name),
  )
  if (shown.length === 0) return null
  return (
    <dl className={classes.changes}>
      {shown.map(([name, [before, after]]) => {
        const field = fieldOf(type, name)
        return (
          <div key={name}>
            <dt>{field ? fieldLabel(field) : name}</dt>
            <dd>
              {field?.type === 'longText' && before !== null && after !== null ? (
                t('event.textChanged')
              ) : (
                <>
                  {before !== null && (
                    <>
                      <span className={classes.before}>
                        <Value type={type} name={name} value={before} />
                      </span>
                      <span aria-hidden> → </span>
                    </>
                  )}
                  <Value type={type} name={name} value={after} />
                </>
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
