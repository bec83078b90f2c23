import { Button, Popover } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { meeting as meetingType } from '../../../contract/customer/activities.ts'
import type { Invited } from '../../../contract/customer/meeting-routes.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { addressOf } from '../../records/address.ts'
import { refusalOf, useChanges } from '../../records/changes.ts'
import { widgetOf } from '../../records/fields/widgets.ts'
import type { HeadProps } from '../../records/heads.ts'
import { useMay } from '../../shell/session.tsx'
import { choiceLabel, fieldLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { clock, day, dayIn } from '../../ui/format.ts'
import { Relative, useManner } from '../../ui/manner.tsx'
import { invitedQuery, useMeetingActs } from './meeting-api.ts'
import classes from './meeting-head.module.css'

/** A meeting: when it is for everybody, how to join, who was told, and what came of it. */
export default function MeetingHead({ record: meeting, place }: HeadProps) {
  const manner = useManner()
  const may = useMay(meetingType.name)
  const { update } = useChanges(meetingType)
  const outcome = meeting['outcome'] as string | null
  const canEdit = meeting.deletedAt === null && may('edit', meeting)
  const startsAt = String(meeting['startsAt'])
  const endsAt = meeting['endsAt'] as string | null
  const zone = meeting['timeZone'] as string | null
  const link = meeting['link'] as string | null
  const movedTo = meeting['movedTo'] as string | null
  return (
    <section className={classes.head} data-place={place} aria-label={typeLabel(meetingType).one}>
      <div className={classes.top}>
        <div>
          <p className={classes.when}>
            {day(dayIn(startsAt, manner), manner)}, {clock(startsAt, manner)}
            {endsAt && `–${clock(endsAt, manner)}`}
          </p>
          {zone && zone !== manner.zone && (
            <p className={classes.about}>
              {t('meeting.thereAt', { time: clock(startsAt, { ...manner, zone }), zone })}
            </p>
          )}
          {outcome && (
            <p className={classes.about}>
              {choiceLabel(meetingType.fields.outcome.options, outcome)}
              {movedTo && (
                <>
                  {' · '}
                  <Link to={addressOf(meetingType.name, movedTo)} className={classes.link}>
                    {t('meeting.toNew')}
                  </Link>
                </>
              )}
            </p>
          )}
        </div>
        <div className={classes.actions}>
          {link && !outcome && (
            <Button component="a" href={link} target="_blank" rel="noreferrer" variant="filled">
              {t('today.join')}
            </Button>
          )}
          {canEdit && !outcome && (
            <>
              <Button onClick={() => void update(meeting, { outcome: 'held' })}>{t('meeting.held')}</Button>
              <Button onClick={() => void update(meeting, { outcome: 'no_show' })}>
                {t('meeting.noShow')}
              </Button>
              <Move meeting={meeting} />
              <Button onClick={() => void update(meeting, { outcome: 'cancelled' })}>
                {t('meeting.cancel')}
              </Button>
            </>
          )}
        </div>
      </div>
      <Parties meeting={meeting} canEdit={canEdit} />
    </section>
  )
}

/** Asks for the new time; the new meeting then opens. */
function Move({ meeting }: { meeting: AnyRecord }) {
  const navigate = useNavigate()
  const { move } = useMeetingActs(meeting)
  const [opened, setOpened] = useState(false)
  const [startsAt, setStartsAt] = useState<unknown>(meeting['startsAt'])
  const [refused, setRefused] = useState('')
  const field = meetingType.fields.startsAt
  const { Edit } = widgetOf(field)
  const submit = async () => {
    try {
      const moved = await move(String(startsAt))
      setOpened(false)
      await navigate({ to: addressOf(meetingType.name, moved.id) })
    } catch (error) {
      setRefused(Object.values(refusalOf(error, ['startsAt']))[0] ?? '')
    }
  }
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus returnFocus position="bottom-end">
      <Popover.Target>
        <Button aria-expanded={opened} onClick={() => setOpened(!opened)}>
          {t('meeting.move')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('meeting.move')}>
        <form
          noValidate
          className={classes.form}
          onSubmit={(event) => {
            event.preventDefault()
            void submit()
          }}
        >
          <Edit
            field={field}
            label={fieldLabel(field)}
            value={startsAt}
            error={refused || undefined}
            autoFocus
            onChange={setStartsAt}
          />
          <Button type="submit" variant="filled">
            {t('meeting.move')}
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}

/** Who takes part and what they know, and the one button that tells whoever does not know yet. */
function Parties({ meeting, canEdit }: { meeting: AnyRecord; canEdit: boolean }) {
  const { data = [] } = useQuery(invitedQuery(meeting.id))
  const { invite } = useMeetingActs(meeting)
  const off = meeting['outcome'] === 'cancelled'
  const open = meeting['outcome'] === null || off
  const told = data.some(({ sentAt }) => sentAt !== null)
  const due = off ? told : data.some(({ hasAddress, current }) => hasAddress && !current)
  if (data.length === 0) return <p className={classes.about}>{t('meeting.nobody')}</p>
  return (
    <div className={classes.parties}>
      <ul>
        {data.map((party) => (
          <li key={party.id}>
            <Link to={addressOf(party.type, party.id)} className={classes.link}>
              {party.title}
            </Link>{' '}
            <span className={classes.about}>
              <State party={party} off={off} />
            </span>
          </li>
        ))}
      </ul>
      {canEdit && open && due && (
        <Button onClick={() => void invite()}>
          {t(off ? 'meeting.tellOff' : told ? 'meeting.update' : 'meeting.invite')}
        </Button>
      )}
    </div>
  )
}

function State({ party: { hasAddress, sentAt, current }, off }: { party: Invited; off: boolean }) {
  if (!hasAddress) return t('meeting.noAddress')
  if (sentAt === null) return t(off ? 'meeting.knowsOff' : 'meeting.notInvited')
  if (off || !current) return t('meeting.knowsOld')
  return (
    <>
      {t('meeting.invited')} <Relative value={sentAt} />
    </>
  )
}
