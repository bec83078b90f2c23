import { Button, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { readAddresses } from '../../../contract/customer/mail-address.ts'
import { person } from '../../../contract/customer/person.ts'
import { fromClock, nextMorning, onClock } from '../../../contract/values/clock.ts'
import { isZone } from '../../../contract/values/zone.ts'
import { someQuery } from '../../records/record-api.ts'
import { t } from '../../text/seldom.ts'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import classes from './mail.module.css'

interface SendLaterProps {
  /** The instant at which it leaves; null for now. */
  value: string | null
  /** Whom it goes to first. */
  to: string | undefined
  error: string | undefined
  onChange: (value: string | null) => void
}

/** When a message leaves, by the writer's clock; the next morning is offered, theirs and that of who gets it. */
export function SendLater({ value, to, error, onChange }: SendLaterProps) {
  const manner = useManner()
  const now = useNow().toISOString()
  const address = to && readAddresses(to)[0]?.address
  const filter = { field: 'email', op: 'is', value: address ?? '' } as const
  const { data } = useQuery({
    ...someQuery(person, { filter, sort: 'title', fields: ['timeZone'] }, 1),
    enabled: Boolean(address),
  })
  const zone = data?.data[0]?.['timeZone']
  const mine = nextMorning(now, manner.zone)
  const theirs = typeof zone === 'string' && isZone(zone) ? nextMorning(now, zone) : mine
  return (
    <div className={classes.form}>
      <TextInput
        type="datetime-local"
        label={t('mail.sendAt')}
        description={t('mail.sendAtHint')}
        value={value ? onClock(value, manner.zone) : ''}
        error={error}
        onChange={(event) =>
          onChange(event.currentTarget.value ? fromClock(event.currentTarget.value, manner.zone) : null)
        }
      />
      <div className={classes.tools}>
        <Button size="compact-sm" variant="subtle" onClick={() => onChange(mine)}>
          {t('mail.nextMorning', { at: moment(mine, manner) })}
        </Button>
        {theirs !== mine && (
          <Button size="compact-sm" variant="subtle" onClick={() => onChange(theirs)}>
            {t('mail.theirMorning', { at: moment(theirs, manner) })}
          </Button>
        )}
      </div>
    </div>
  )
}
