import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { lead, leadStatuses, openLeadStatuses } from '../../../contract/sales/lead.ts'
import { addressOf } from '../../records/address.ts'
import { someQuery } from '../../records/record-api.ts'
import { useMay } from '../../shell/session.tsx'
import { choiceLabel } from '../../text/labels.ts'
import { WingDot } from '../../ui/wing.tsx'
import classes from '../deals-panel.module.css'
import RespondBy from './respond-by.tsx'

interface OpenLeadsProps {
  type: RecordType
  record: AnyRecord
  onKnown: (any: boolean) => void
}

const most = 4

/** A customer's leads that somebody still has to decide about, the most urgent on top. */
function OpenLeads({ type, record, onKnown }: OpenLeadsProps) {
  const may = useMay(lead.name)
  const filter: Filter = {
    and: [
      { field: type.name, op: 'is', value: record.id },
      { field: 'status', op: 'anyOf', value: [...openLeadStatuses] },
    ],
  }
  const fields = ['status', 'respondBy', 'warnAt', 'firstTouchedAt']
  const { data } = useQuery({
    ...someQuery(lead, { filter, sort: 'respondBy', fields }, most),
    enabled: may('see'),
  })
  useEffect(() => {
    if (data) onKnown(data.data.length > 0)
  }, [data, onKnown])
  return (
    <ul>
      {data?.data.map((one) => (
        <li key={one.id} className={classes.deal}>
          <Link to={addressOf(lead.name, one.id)} className={classes.head}>
            <span className={classes.name}>
              <WingDot wing="sales" /> {one.title}
            </span>
          </Link>
          <span className={classes.quiet}>
            {choiceLabel(leadStatuses, one['status'])} · <RespondBy record={one} />
          </span>
        </li>
      ))}
    </ul>
  )
}

/** What leads add to a customer's page. */
export const leadsPanel = { name: 'leads', Now: OpenLeads }
