import { useQueries } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { company } from '../../contract/customer/company.ts'
import { person } from '../../contract/customer/person.ts'
import { addressOf } from '../records/address.ts'
import { someQuery } from '../records/record-api.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { Relative } from '../ui/manner.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import classes from './today.module.css'

const most = 6
const listing = { filter: null, sort: '-updatedAt', fields: ['updatedAt'] }

/** The people and companies that changed last. */
export function Recent() {
  const found = useQueries({ queries: [person, company].map((type) => someQuery(type, listing, most)) })
  const waiting = found.some((query) => query.isPending)
  const records = found
    .flatMap((query, index) =>
      (query.data?.data ?? []).map((record) => ({ record, type: index === 0 ? person.name : company.name })),
    )
    .toSorted((a, b) => b.record.updatedAt.localeCompare(a.record.updatedAt))
    .slice(0, most)
  return (
    <Card title={t('today.recent')}>
      {waiting ? (
        <CardSkeleton />
      ) : records.length === 0 ? (
        <p className={classes.none}>{t('today.noRecent')}</p>
      ) : (
        <ul>
          {records.map(({ record, type }) => (
            <li key={record.id} className={classes.row}>
              <Link to={addressOf(type, record.id)} className={classes.name}>
                {record.title}
              </Link>
              <span className={classes.fact}>
                <Relative value={record.updatedAt} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
