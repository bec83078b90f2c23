import { ActionIcon, NativeSelect } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Field } from '../../../contract/records/field.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { attitudes, dealPeopleRoutes } from '../../../contract/sales/deal-people.ts'
import type { Attitude, DealPerson } from '../../../contract/sales/deal-people.ts'
import { addressOf } from '../../records/address.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import { call } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { peopleQuery, roleLabel, useAttempt, useBuyingRoles } from './deal-api.ts'
import classes from './deal-depth.module.css'

interface PeopleCardProps {
  deal: AnyRecord
  canEdit: boolean
}

const somebody: Field = { type: 'reference', to: 'person', label: '' }

/** Who has which part in buying, and how they stand to it. */
export function PeopleCard({ deal, canEdit }: PeopleCardProps) {
  const { data } = useQuery(peopleQuery(deal.id))
  const attempt = useAttempt()
  const { Edit } = widgetOf(somebody)
  const known = data?.data ?? []
  const add = (person: unknown) => {
    if (typeof person !== 'string' || known.some((one) => one.person.id === person)) return
    void attempt(() => call(dealPeopleRoutes.set, { params: { id: deal.id, person }, body: {} as never }))
  }
  return (
    <Card title={t('people.title')}>
      {data && known.length === 0 && <p className={classes.soft}>{t('people.none')}</p>}
      <ul className={classes.list}>
        {known.map((one) => (
          <Person key={one.person.id} deal={deal} one={one} canEdit={canEdit} />
        ))}
      </ul>
      {canEdit && (
        <Edit
          // Empty again after each.
          key={known.length}
          field={somebody}
          label={t('people.add')}
          value={null}
          onChange={add}
        />
      )}
    </Card>
  )
}

function Person({ deal, one, canEdit }: PeopleCardProps & { one: DealPerson }) {
  const attempt = useAttempt()
  const roles = useBuyingRoles()
  const { person, role, attitude, note } = one
  const params = { id: deal.id, person: person.id }
  const set = (change: { role?: string | null; attitude?: Attitude | null }) =>
    void attempt(() => call(dealPeopleRoutes.set, { params, body: { role, attitude, note, ...change } }))
  const offered = role && !roles.some(({ value }) => value === role) ? [{ value: role, label: roleLabel(role) }] : [] // prettier-ignore
  return (
    <li className={classes.row}>
      <span className={classes.who}>
        <Link to={addressOf('person', person.id)} className={classes.name}>
          {person.title}
        </Link>
        {person.jobTitle && <span className={classes.by}>{person.jobTitle}</span>}
      </span>
      {canEdit ? (
        <>
          <NativeSelect
            aria-label={t('people.roleOf', { name: person.title })}
            data={[{ value: '', label: t('people.noRole') }, ...roles, ...offered]}
            value={role ?? ''}
            onChange={(event) => set({ role: event.currentTarget.value || null })}
          />
          <NativeSelect
            aria-label={t('people.attitudeOf', { name: person.title })}
            data={[
              { value: '', label: t('people.unknown') },
              ...attitudes.map((value) => ({ value, label: t(`attitude.${value}`) })),
            ]}
            value={attitude ?? ''}
            data-attitude={attitude}
            onChange={(event) => set({ attitude: (event.currentTarget.value || null) as Attitude | null })}
          />
          <ActionIcon
            aria-label={t('people.remove', { name: person.title })}
            onClick={() => void attempt(() => call(dealPeopleRoutes.remove, { params }))}
          >
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </>
      ) : (
        <span className={classes.by}>
          {[
            role && roleLabel(role, roles.find(({ value }) => value === role)?.label),
            attitude && t(`attitude.${attitude}`),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      )}
    </li>
  )
}
