import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { ComponentType } from 'react'
import { relationsOf } from '../../../contract/record-types.ts'
import type { Relation } from '../../../contract/record-types.ts'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { NotFound } from '../../shell/error-page.tsx'
import { useMay } from '../../shell/session.tsx'
import { useTypeByPlural } from '../../shell/types.ts'
import { fieldLabel, inText, relationLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { widgetOf } from '../fields/widgets.ts'
import { Events } from '../history.tsx'
import { recordQuery, someQuery } from '../record-api.ts'
import { ExpandedContext } from '../titles.ts'
import { titleFields } from '../view.ts'
import classes from './print.module.css'
import { RecordsTable } from './records-table.tsx'
import { Sheet } from './sheet.tsx'

/** What happened to a customer, whole: the customer's own part of the sheet. */
export type PrintedTimeline = ComponentType<{ type: RecordType; record: AnyRecord; onWhole: () => void }>

/** Of what belongs to a record so many are printed. */
const mostRelated = 200

export default function PrintRecord({ Timeline }: { Timeline: PrintedTimeline }) {
  const { plural, id } = useParams({ strict: false })
  const type = useTypeByPlural(plural)
  return type && id ? <Printed key={id} type={type} id={id} Timeline={Timeline} /> : <NotFound />
}

/** A record for paper: all its fields, what belongs to it, and all that happened. */
function Printed({ type, id, Timeline }: { type: RecordType; id: string; Timeline: PrintedTimeline }) {
  const { data: record } = useSuspenseQuery(recordQuery(type, id))
  const [whole, setWhole] = useState(false)
  const onWhole = useCallback(() => setWhole(true), [])
  const names = [...new Set([...titleFields(type), ...type.columns, ...Object.keys(type.fields)])]
  return (
    <ExpandedContext value={record.expanded ?? {}}>
      <Sheet title={record.title} subtitle={typeLabel(type).one} ready={whole}>
        <section className={classes.part}>
          <h2>{t('records.details')}</h2>
          <dl className={classes.fields}>
            {names.map((name) => {
              const field = type.fields[name]
              const value = record[name]
              if (!field || value === null || value === undefined) return null
              const { Show } = widgetOf(field)
              return (
                <div key={name} className={field.type === 'longText' ? classes.wide : undefined}>
                  <dt>{fieldLabel(field)}</dt>
                  <dd>
                    <Show field={field} value={value} full />
                  </dd>
                </div>
              )
            })}
          </dl>
        </section>
        {relationsOf(type)
          .filter(({ direction }) => direction === 'inverse')
          .map((relation) => (
            <Related key={relation.name} relation={relation} id={id} />
          ))}
        <section className={classes.part}>
          <h2>{t(type.customer === 'self' ? 'timeline.title' : 'records.changes')}</h2>
          {type.customer === 'self' ? (
            <Timeline type={type} record={record} onWhole={onWhole} />
          ) : (
            <Events type={type} id={id} onWhole={onWhole} />
          )}
        </section>
      </Sheet>
    </ExpandedContext>
  )
}

function Related({ relation, id }: { relation: Relation; id: string }) {
  const { type, field } = relation
  const may = useMay(type.name)
  const filter: Filter =
    relation.declared.type === 'references'
      ? { field, op: 'anyOf', value: [id] }
      : { field, op: 'is', value: id }
  const names = type.columns.filter((name) => name !== field)
  const { data } = useQuery({
    ...someQuery(type, { filter, sort: null, fields: names }, mostRelated),
    enabled: may('see'),
  })
  if (!data || data.data.length === 0) return null
  return (
    <ExpandedContext value={data.expanded ?? {}}>
      <section className={classes.part}>
        <h2>{relationLabel(relation)}</h2>
        <RecordsTable type={type} names={names} records={data.data} />
        {data.next && (
          <p className={classes.told}>
            {t('print.beyond', { count: data.data.length, many: inText(typeLabel(type).many) })}
          </p>
        )}
      </section>
    </ExpandedContext>
  )
}
