import { Button, Drawer, Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { call as callType, meeting, note } from '../../../contract/customer/activities.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { lead as leadType, leadStatuses } from '../../../contract/sales/lead.ts'
import type { LeadStatus } from '../../../contract/sales/lead.ts'
import { addressOf } from '../../records/address.ts'
import type { HeadProps } from '../../records/heads.ts'
import { recordQuery } from '../../records/record-api.ts'
import { useTitle } from '../../records/titles.ts'
import { useMay, useSession } from '../../shell/session.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { choiceLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { day } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useManner } from '../../ui/manner.tsx'
import { struckFor } from '../../ui/own-keys.ts'
import { FormSkeleton } from '../../ui/skeleton.tsx'
import { ConvertForm, DisqualifyForm, RecycleForm } from './decision-forms.tsx'
import { Guide } from './guide.tsx'
import { useLeadActs } from './lead-api.ts'
import classes from './lead-head.module.css'
import RespondBy from './respond-by.tsx'

const CreatePanel = lazy(() => import('../../records/create-panel.tsx'))

const forms = {
  disqualify: { Form: DisqualifyForm, keys: 'x', label: t('lead.disqualify') },
  recycle: { Form: RecycleForm, keys: 'y', label: t('lead.recycle') },
  convert: { Form: ConvertForm, keys: 'd', label: t('lead.convert') },
} as const
type FormName = keyof typeof forms

/** A lead as the work item that it is: how long there is, whose it is, what to ask, and the ways it can end. */
export default function LeadHead({ record: lead, place }: HeadProps) {
  const { user } = useSession()
  const may = useMay(leadType.name)
  const mayDeal = useMay('deal')
  const acts = useLeadActs(lead)
  const [form, setForm] = useState<FormName | null>(null)
  const status = lead['status'] as LeadStatus
  const isOpen = status === 'new' || status === 'working'
  const canEdit = lead.deletedAt === null && may('edit', lead)
  const isTaken = status === 'working' && lead['owner'] === user.id
  const canConvert = canEdit && !lead['convertedAt'] && mayDeal('create')
  const canReopen = canEdit && !isOpen && !lead['convertedAt']

  useShortcuts([
    ...(canEdit && isOpen && !isTaken
      ? [{ keys: 'w', label: t('lead.work'), run: () => void acts.work() }]
      : []),
    ...(canEdit && isOpen
      ? [
          { keys: 'q', label: t('lead.qualify'), run: () => void acts.qualify() },
          ...(['disqualify', 'recycle'] as const).map((name) => ({
            keys: forms[name].keys,
            label: forms[name].label,
            run: () => setForm(name),
          })),
        ]
      : []),
    ...(canConvert ? [{ keys: 'd', label: t('lead.convert'), run: () => setForm('convert') }] : []),
    ...(canReopen ? [{ keys: 'r', label: t('lead.reopen'), run: () => void acts.reopen() }] : []),
  ])

  const asking = (name: FormName, variant: 'filled' | 'default' = 'default') => {
    const { Form, keys, label } = forms[name]
    return (
      <Popover
        opened={form === name}
        onChange={(open) => setForm(open ? name : null)}
        trapFocus
        returnFocus
        position="bottom-end"
      >
        <Popover.Target>
          <Button
            variant={variant}
            aria-expanded={form === name}
            aria-keyshortcuts={struckFor(keys)}
            rightSection={<KeyHint keys={keys} />}
            onClick={() => setForm(form === name ? null : name)}
          >
            {label}
          </Button>
        </Popover.Target>
        <Popover.Dropdown aria-label={label}>
          <Form lead={lead} onDone={() => setForm(null)} />
        </Popover.Dropdown>
      </Popover>
    )
  }
  const plain = (keys: string, label: string, run: () => Promise<void>) => (
    <Button
      aria-keyshortcuts={struckFor(keys)}
      rightSection={<KeyHint keys={keys} />}
      onClick={() => void run()}
    >
      {label}
    </Button>
  )

  return (
    <section className={classes.head} data-place={place} aria-label={typeLabel(leadType).one}>
      <div className={classes.card}>
        <div className={classes.top}>
          <div className={classes.state}>
            <span className={classes.status} data-status={status}>
              {choiceLabel(leadStatuses, status)}
            </span>
            <Standing lead={lead} />
          </div>
          {canEdit && (
            <div className={classes.actions}>
              {isOpen && !isTaken && plain('w', t('lead.work'), acts.work)}
              {isOpen && asking('disqualify')}
              {isOpen && asking('recycle')}
              {isOpen && plain('q', t('lead.qualify'), acts.qualify)}
              {canReopen && plain('r', t('lead.reopen'), acts.reopen)}
              {canConvert && asking('convert', 'filled')}
            </div>
          )}
        </div>
        <Customer lead={lead} />
        <Whose lead={lead} isOpen={isOpen} />
        {lead['interest'] ? (
          <blockquote className={classes.interest}>{String(lead['interest'])}</blockquote>
        ) : null}
        {canEdit && <Log lead={lead} keys={place === 'page'} />}
      </div>
      {place === 'page' && <Guide lead={lead} canEdit={canEdit} />}
    </section>
  )
}

/** Its clock while it is open; else what was decided. */
function Standing({ lead }: { lead: AnyRecord }) {
  const manner = useManner()
  const dealId = lead['deal'] as string | null
  const dealTitle = useTitle('deal', dealId)
  const reason = lead['reason'] ? ` · ${String(lead['reason'])}` : ''
  switch (lead['status'] as LeadStatus) {
    case 'disqualified':
      return <span className={classes.about}>{String(lead['reason'] ?? '')}</span>
    case 'recycled':
      return (
        <span className={classes.about}>
          {t('lead.isBackOn', { day: day(lead['recycleOn'] as string, manner) })}
          {reason}
        </span>
      )
    case 'qualified':
      return dealId ? (
        <Link to={addressOf('deal', dealId)} className={classes.link}>
          {t('lead.deal', { title: dealTitle ?? '—' })}
        </Link>
      ) : null
    default:
      return lead['respondBy'] ? (
        <span className={classes.clock}>
          <RespondBy record={lead} />
        </span>
      ) : null
  }
}

/** Whom to call, and where. */
function Customer({ lead }: { lead: AnyRecord }) {
  const id = String(lead['person'])
  const { data: person } = useQuery(recordQuery(personType, id))
  const companyId = lead['company'] as string | null
  const company = useTitle('company', companyId)
  const { phone, email } = (person ?? {}) as { phone?: string | null; email?: string | null }
  return (
    <p className={classes.customer}>
      <Link to={addressOf('person', id)} className={classes.link}>
        {person?.title ?? '—'}
      </Link>
      {companyId && (
        <Link to={addressOf('company', companyId)} className={classes.link}>
          {company ?? '—'}
        </Link>
      )}
      {phone && <a href={`tel:${phone}`}>{phone}</a>}
      {email && <a href={`mailto:${email}`}>{email}</a>}
    </p>
  )
}

/** Who has it; of one that nobody has, why. */
function Whose({ lead, isOpen }: { lead: AnyRecord; isOpen: boolean }) {
  const owner = lead['owner'] as string | null
  const name = useTitle('user', owner)
  if (owner) return <p className={classes.about}>{t('lead.ownedBy', { name: name ?? '—' })}</p>
  return isOpen ? (
    <p className={classes.unassigned} role="status">
      {t('lead.unassigned')}
    </p>
  ) : null
}

const loggable = {
  call: { type: callType as RecordType, keys: 'c', label: t('lead.logCall') },
  note: { type: note as RecordType, keys: 'n', label: t('lead.logNote') },
  meeting: { type: meeting as RecordType, keys: 'm', label: t('lead.logMeeting') },
} as const

/** What was said or agreed goes to the person’s timeline; the owner’s first stops the clock. */
function Log({ lead, keys: withKeys }: { lead: AnyRecord; keys: boolean }) {
  // What is written keeps its name until it is out of sight.
  const [logged, setLogged] = useState<keyof typeof loggable>('note')
  const [opened, setOpened] = useState(false)
  const open = (name: keyof typeof loggable) => {
    setLogged(name)
    setOpened(true)
  }
  const entries = Object.entries(loggable) as [
    keyof typeof loggable,
    (typeof loggable)[keyof typeof loggable],
  ][]
  useShortcuts(
    withKeys ? entries.map(([name, { keys, label }]) => ({ keys, label, run: () => open(name) })) : [],
  )
  const close = () => setOpened(false)
  const start = { person: lead['person'], ...(lead['company'] ? { company: lead['company'] } : {}) }
  return (
    <div className={classes.log}>
      {entries.map(([name, { keys, label }]) => (
        <Button
          key={name}
          variant="subtle"
          {...(withKeys && { 'aria-keyshortcuts': struckFor(keys), rightSection: <KeyHint keys={keys} /> })}
          onClick={() => open(name)}
        >
          {label}
        </Button>
      ))}
      <Drawer.Root opened={opened} onClose={close} size={400}>
        <Drawer.Overlay />
        <Drawer.Content aria-label={loggable[logged].label} className={classes.drawer}>
          <Suspense fallback={<FormSkeleton />}>
            <CreatePanel type={loggable[logged].type} start={start} onClose={close} onCreated={close} />
          </Suspense>
        </Drawer.Content>
      </Drawer.Root>
    </div>
  )
}
