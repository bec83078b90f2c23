import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Filter } from '../../contract/records/filter.ts'
import { lead, openLeadStatuses } from '../../contract/sales/lead.ts'
import { countQuery } from '../records/record-api.ts'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import classes from './today.module.css'

const nobodys: Filter = {
  and: [
    { field: 'owner', op: 'empty' },
    { field: 'status', op: 'anyOf', value: [...openLeadStatuses] },
  ],
}

/** That open leads have no owner is for everybody to know. */
export function NobodysLeads() {
  const may = useMay(lead.name)
  const listing = { filter: nobodys, sort: null, fields: [] }
  const { data = 0 } = useQuery({ ...countQuery(lead, listing), enabled: may('see') })
  if (data === 0) return null
  return (
    <p className={classes.none}>
      <Link
        to="/$plural"
        params={{ plural: lead.plural }}
        search={{ view: 'all', filter: JSON.stringify(nobodys) }}
        className={classes.name}
      >
        {t('today.nobodysLeads', { count: data })}
      </Link>
    </p>
  )
}
