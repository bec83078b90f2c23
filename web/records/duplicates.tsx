import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { duplicateRoutes } from '../../contract/customer/duplicates.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { call } from '../shell/api.ts'
import { t } from '../text/t.ts'
import { addressOf } from './address.ts'
import classes from './create-panel.module.css'

type Values = Readonly<Record<string, unknown>>

const routes = {
  person: { route: duplicateRoutes.people, hints: ['email', 'phone', 'firstName', 'lastName', 'company'] },
  company: { route: duplicateRoutes.companies, hints: ['name', 'domain', 'phone'] },
} as const

/** Customers that look like the one being entered, before it is entered twice. */
export function Duplicates({ type, values }: { type: RecordType; values: Values }) {
  const asked = type.name in routes ? routes[type.name as keyof typeof routes] : null
  const hints = Object.fromEntries(
    (asked?.hints ?? []).flatMap((name) => {
      const value = values[name]
      return typeof value === 'string' && value.trim() ? [[name, value.trim()]] : []
    }),
  )
  const [query] = useDebouncedValue(hints, 300)
  const { data } = useQuery({
    queryKey: ['duplicates', type.name, query],
    queryFn: ({ signal }) => call((asked ?? routes.person).route, { query, signal }),
    // A company alone hints at nobody.
    enabled: asked !== null && Object.keys(query).some((name) => name !== 'company'),
  })
  return (
    <div role="status">
      {data && data.data.length > 0 && (
        <div className={classes.duplicates}>
          <p className={classes.duplicatesTitle}>{t('records.duplicate')}</p>
          {data.data.slice(0, 3).map((found) => (
            <div key={found.id} className={classes.duplicate}>
              <Link to={addressOf(type.name, found.id)}>{found.title}</Link>
              <span className={classes.why}>
                {[...found.reasons.map((reason) => t(`duplicate.${reason}`)), found.detail]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </div>
          ))}
        </div>
      )}
    </div>
  )
}
