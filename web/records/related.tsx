import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { relationsOf } from '../../contract/record-types.ts'
import type { Relation } from '../../contract/record-types.ts'
import type { Filter } from '../../contract/records/filter.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { relationLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { WingDot } from '../ui/wing.tsx'
import { addressOf } from './address.ts'
import { widgetOf } from './fields/widgets.ts'
import { someQuery } from './record-api.ts'
import classes from './related.module.css'
import { ExpandedContext } from './titles.ts'

const most = 5

/** What refers to this record, by relation; relations without any are left out. */
export function RelatedCards({
  type,
  record,
  plain,
}: {
  type: RecordType
  record: AnyRecord
  plain?: boolean
}) {
  return relationsOf(type)
    .filter((relation) => relation.direction === 'inverse')
    .map((relation) => (
      <Related key={relation.name} relation={relation} id={record.id} {...(plain && { plain })} />
    ))
}

function Related({ relation, id, plain }: { relation: Relation; id: string; plain?: true }) {
  const { type, field } = relation
  const may = useMay(type.name)
  const declared = type.fields[field]
  const filter: Filter =
    declared?.type === 'references' ? { field, op: 'anyOf', value: [id] } : { field, op: 'is', value: id }
  const names = type.columns.filter((name) => name !== field).slice(0, 2)
  const { data } = useQuery({
    ...someQuery(type, { filter, sort: null, fields: names }, most),
    enabled: may('see'),
  })
  if (!data || data.data.length === 0) return null

  const all = (
    <Link
      className={classes.all}
      to="/$plural"
      params={{ plural: type.plural } as never}
      search={{ filter: JSON.stringify(filter) } as never}
    >
      {t('records.relatedAll')}
    </Link>
  )
  const list = (
    <ExpandedContext value={data.expanded ?? {}}>
      <ul>
        {data.data.map((record) => (
          <li key={record.id} className={classes.row}>
            <Link to={addressOf(type.name, record.id)} className={classes.title}>
              {record.title}
            </Link>
            <RowValues type={type} record={record} names={names} />
          </li>
        ))}
      </ul>
    </ExpandedContext>
  )
  const title = (
    <span className={classes.heading}>
      <WingDot wing={type.wing} /> {relationLabel(relation)}
    </span>
  )
  if (plain)
    return (
      <section className={classes.plain}>
        <h3 className={classes.plainTitle}>
          {title} {data.next && all}
        </h3>
        {list}
      </section>
    )
  return (
    <Card title={title} aside={data.next && all}>
      {list}
    </Card>
  )
}

function RowValues({
  type,
  record,
  names,
}: {
  type: RecordType
  record: AnyRecord
  names: readonly string[]
}) {
  const fields = fieldsOf(type)
  return (
    <span className={classes.values}>
      {names.map((name) => {
        const field = fields[name]
        const value = record[name]
        if (!field || value === null || value === undefined) return null
        const { Show } = widgetOf(field)
        return (
          <span key={name}>
            <Show field={field} value={value} />
          </span>
        )
      })}
    </span>
  )
}
