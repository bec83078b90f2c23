import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import type { RecordType } from '../../contract/records/record-type.ts'
import { addressOf } from '../records/address.ts'
import { EditableFields } from '../records/editable-fields.tsx'
import { RecordFooter } from '../records/record-footer.tsx'
import { titleFields } from '../records/view.ts'
import { t } from '../text/pages.ts'
import { Card, Line } from '../ui/card.tsx'
import { duplicatesQuery } from './customer-api.ts'
import { EmploymentsCard } from './employments-card.tsx'
import { LifecycleCard } from './lifecycle-card.tsx'
import { MergesCard } from './merges-card.tsx'
import { OpenTasks } from './open-tasks.tsx'
import { PrivacyCard } from './privacy-card.tsx'
import { ReachCard } from './reach-card.tsx'
import classes from './side.module.css'
import type { CustomerProps, WingParts } from './wing-parts.ts'

/** What matters now, what is known, and how to reach them. */
export function Side({ type, record, wings }: CustomerProps & { wings: readonly WingParts[] }) {
  const navigate = useNavigate()
  return (
    <div className={classes.side}>
      <NowCard type={type} record={record} wings={wings} />
      <Alike type={type} record={record} />
      <MergesCard type={type} record={record} />
      <ReachCard type={type} record={record} />
      <Card title={t('side.worth')}>
        {wings.map(({ name, Worth }) => Worth && <Worth key={name} type={type} record={record} />)}
        <div className={classes.rule} />
        <Line label={t('side.profit')}>
          <span title={t('side.profitUnknown')}>—</span>
        </Line>
        <p className={classes.why}>{t('side.profitUnknown')}</p>
      </Card>
      <EmploymentsCard type={type} record={record} />
      <LifecycleCard type={type} record={record} />
      <Card title={t('side.details')}>
        <EditableFields key={record.id} type={type} record={record} first={firstOf(type)} />
        <RecordFooter type={type} record={record} onGone={() => void navigate({ to: `/${type.plural}` })} />
      </Card>
      {type.name === 'person' && <PrivacyCard record={record} />}
    </div>
  )
}

const firstOf = (type: RecordType) => [
  ...titleFields(type),
  ...['jobTitle', 'company', 'industry', 'lifecycleStage', 'owner', 'source'].filter(
    (name) => name in type.fields,
  ),
]

/** Open deals and tasks; that there are none is said once for all of them. */
function NowCard({ type, record, wings }: CustomerProps & { wings: readonly WingParts[] }) {
  const [known, setKnown] = useState<Readonly<Record<string, boolean>>>({})
  const tell = useCallback(
    (name: string, any: boolean) =>
      setKnown((before) => (before[name] === any ? before : { ...before, [name]: any })),
    [],
  )
  const sources = ['tasks', ...wings.flatMap(({ name, Now }) => (Now ? [name] : []))]
  const empty = sources.every((name) => known[name] === false)
  return (
    <Card title={t('side.now')}>
      {wings.map(
        ({ name, Now }) =>
          Now && <Now key={name} type={type} record={record} onKnown={(any) => tell(name, any)} />,
      )}
      <OpenTasks type={type} record={record} onKnown={(any) => tell('tasks', any)} />
      {empty && (
        <p className={classes.none}>
          {t('side.nothingNow')} {t('side.nothingNowText')}
        </p>
      )}
    </Card>
  )
}

/** Records that may be the same customer, so that one is not served as two. */
function Alike({ type, record }: CustomerProps) {
  const { data } = useQuery(duplicatesQuery(type, record))
  if (!data || data.data.length === 0) return null
  return (
    <Card title={t('side.duplicates')}>
      <ul>
        {data.data.map(({ id, title, detail, reasons }) => (
          <li key={id} className={classes.row}>
            <Link to={addressOf(type.name, id)} className={classes.name}>
              {title}
            </Link>
            <span className={classes.quiet}>
              {[...reasons.map((reason) => t(`duplicate.${reason}`)), detail].filter(Boolean).join(' · ')}
            </span>
            <span className={classes.quiet}>
              <Link
                to="/compare/$plural"
                params={{ plural: type.plural }}
                search={{ ids: `${record.id},${id}` }}
                className={classes.aside}
              >
                {t('compare.compare')}
              </Link>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
