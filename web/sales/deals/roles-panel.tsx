import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { addressOf } from '../../records/address.ts'
import { useMay } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { WingDot } from '../../ui/wing.tsx'
import classes from '../deals-panel.module.css'
import { dealRolesQuery, roleLabel, useBuyingRoles } from './deal-api.ts'

interface RolesProps {
  type: RecordType
  record: AnyRecord
  onKnown: (any: boolean) => void
}

/** The open deals in which a person has a part in buying. */
function Roles({ type, record, onKnown }: RolesProps) {
  const may = useMay(deal.name)
  const roles = useBuyingRoles()
  const isPerson = type.name === 'person'
  const { data } = useQuery({ ...dealRolesQuery(record.id), enabled: isPerson && may('see') })
  const open = (data?.data ?? []).filter((one) => one.deal.status === 'open')
  const known = isPerson ? data && open.length > 0 : false
  useEffect(() => {
    if (known !== undefined) onKnown(known)
  }, [known, onKnown])
  return (
    <ul>
      {open.map((one) => (
        <li key={one.deal.id} className={classes.deal}>
          <Link to={addressOf(deal.name, one.deal.id)} className={classes.head}>
            <span className={classes.name}>
              <WingDot wing="sales" /> {one.deal.title}
            </span>
          </Link>
          <span className={classes.quiet}>
            {[
              one.role && roleLabel(one.role, roles.find(({ value }) => value === one.role)?.label),
              one.attitude && t(`attitude.${one.attitude}`),
            ]
              .filter(Boolean)
              .join(' · ') || t('people.noRole')}
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What parts in buying add to a person's page. */
export const rolesPanel = { name: 'deal-roles', Now: Roles }
