import { ActionIcon, Menu } from '@mantine/core'
import { IconDots } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { employmentRoutes } from '../../contract/customer/employments.ts'
import type { Employment, EmploymentInput } from '../../contract/customer/employments.ts'
import { person } from '../../contract/customer/person.ts'
import { addressOf } from '../records/address.ts'
import { widgetOf } from '../records/fields/widgets.ts'
import { call, messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { done } from '../shell/undo.ts'
import { t } from '../text/pages.ts'
import { Card } from '../ui/card.tsx'
import { day, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { toastFailed } from '../ui/toast.tsx'
import { employmentsQuery } from './customer-api.ts'
import classes from './side.module.css'
import type { CustomerProps } from './wing-parts.ts'

/** A company's people, or the companies of a person. */
export function EmploymentsCard({ type, record }: CustomerProps) {
  const queries = useQueryClient()
  const ofPerson = type.name === 'person'
  const { data } = useQuery(employmentsQuery(type, record.id))
  const may = useMay('person')
  const [adding, setAdding] = useState(false)
  const canEdit = ofPerson && may('edit', record) && record.deletedAt === null
  const known = data?.data ?? []

  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: ['timeline', record.id] }),
      queries.invalidateQueries({ queryKey: ['records'] }),
    ])
  const set = async (company: string, body: EmploymentInput) => {
    await call(employmentRoutes.set, { params: { id: record.id, company }, body })
    await refresh()
  }
  const change = async (employment: Employment | null, company: string, body: EmploymentInput) => {
    try {
      await set(company, body)
      const back = employment && {
        role: employment.role,
        startedOn: employment.startedOn,
        endedOn: employment.endedOn,
        primary: employment.primary,
      }
      done(t('side.employmentChanged'), () =>
        back
          ? set(company, back)
          : call(employmentRoutes.remove, { params: { id: record.id, company } }).then(refresh),
      )
    } catch (error) {
      toastFailed(messageOf(error))
    }
  }

  const { Edit } = widgetOf(person.fields.company)
  return (
    <Card
      title={t(ofPerson ? 'side.companies' : 'side.people')}
      aside={
        canEdit &&
        !adding && (
          <button
            type="button"
            className={classes.aside}
            aria-label={t('side.addCompany')}
            onClick={() => setAdding(true)}
          >
            {t('side.add')}
          </button>
        )
      }
    >
      {data && known.length === 0 && !adding && (
        <p className={classes.none}>{t(ofPerson ? 'side.noCompanies' : 'side.noPeople')}</p>
      )}
      <ul>
        {known.map((employment) => (
          <EmploymentRow
            key={ofPerson ? employment.company.id : employment.person.id}
            employment={employment}
            ofPerson={ofPerson}
            {...(canEdit && {
              onChange: (body: EmploymentInput) => void change(employment, employment.company.id, body),
            })}
          />
        ))}
      </ul>
      {adding && (
        <Edit
          field={person.fields.company}
          label={t('side.addCompany')}
          inCell
          autoFocus
          value={null}
          onChange={(company) => {
            setAdding(false)
            if (typeof company === 'string')
              void change(null, company, { primary: known.every(({ primary }) => !primary) })
          }}
        />
      )}
    </Card>
  )
}

interface EmploymentRowProps {
  employment: Employment
  ofPerson: boolean
  onChange?: (body: EmploymentInput) => void
}

function EmploymentRow({ employment, ofPerson, onChange }: EmploymentRowProps) {
  const manner = useManner()
  const { person: who, company, role, startedOn, endedOn, primary } = employment
  const other = ofPerson ? company : who
  const when = endedOn
    ? t('side.until', { day: day(endedOn, manner) })
    : startedOn && t('side.since', { day: day(startedOn, manner) })
  return (
    <li className={classes.row} data-over={endedOn ? true : undefined}>
      <span className={classes.identity}>
        <Link
          to={addressOf(ofPerson ? 'company' : 'person', other.id)}
          className={primary && ofPerson ? classes.primary : classes.name}
        >
          {other.title}
        </Link>
        {onChange && !endedOn && (
          <Menu>
            <Menu.Target>
              <ActionIcon size={20} aria-label={t('side.optionsOf', { value: other.title })}>
                <IconDots size={12} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              {!primary && (
                <Menu.Item onClick={() => onChange({ primary: true })}>{t('side.makePrimary')}</Menu.Item>
              )}
              <Menu.Item onClick={() => onChange({ endedOn: dayIn(new Date(), manner) })}>
                {t('side.left')}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </span>
      <span className={classes.quiet}>{[role, when].filter(Boolean).join(' · ')}</span>
    </li>
  )
}
