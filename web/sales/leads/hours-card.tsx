import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, NumberInput, TextInput } from '@mantine/core'
import { useState } from 'react'
import { usualWeek } from '../../../contract/sales/lead-settings.ts'
import type { LeadSettings } from '../../../contract/sales/lead-settings.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { useManner } from '../../ui/manner.tsx'
import classes from './lead-settings.module.css'

interface HoursProps {
  settings: LeadSettings
  canEdit: boolean
  onChange: (change: Partial<LeadSettings>) => void
}

/** Names of the days of the week, from Monday; 5 January 1970 was one. */
const weekdays = (locale: string) =>
  [5, 6, 7, 8, 9, 10, 11].map((of) =>
    new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(1970, 0, of)),
  )

/** When the company is open, and how long a lead may wait. */
export function HoursCard({ settings, canEdit, onChange }: HoursProps) {
  const manner = useManner()
  const { company } = useSession()
  const { week, respondWithin, reassignAfter } = settings
  return (
    <Card title={t('leads.hours')}>
      <p className={classes.text}>{t('leads.hoursText', { zone: company.timeZone.replaceAll('_', ' ') })}</p>
      <table className={classes.week}>
        <tbody>
          {weekdays(manner.locale).map((name, at) => {
            const hours = week[at] ?? null
            const set = (next: (typeof week)[number]) => onChange({ week: week.with(at, next) })
            return (
              <tr key={name}>
                <th scope="row">
                  <Checkbox
                    label={name}
                    checked={hours !== null}
                    disabled={!canEdit}
                    onChange={() => set(hours ? null : (usualWeek[0] ?? null))}
                  />
                </th>
                <td>
                  {hours ? (
                    <>
                      <Time
                        label={t('leads.opens', { day: name })}
                        value={hours.from}
                        canEdit={canEdit}
                        isGood={(from) => from < hours.to}
                        onChange={(from) => set({ ...hours, from })}
                      />
                      <span aria-hidden> – </span>
                      <Time
                        label={t('leads.closes', { day: name })}
                        value={hours.to}
                        canEdit={canEdit}
                        isGood={(to) => hours.from < to}
                        ends
                        onChange={(to) => set({ ...hours, to })}
                      />
                    </>
                  ) : (
                    <span className={classes.closed}>{t('leads.closed')}</span>
                  )}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      <div className={classes.times}>
        <Minutes
          label={t('leads.respondWithin')}
          help={t('leads.respondWithinHelp')}
          value={respondWithin}
          canEdit={canEdit}
          onChange={(minutes) => minutes && onChange({ respondWithin: minutes })}
        />
        <Minutes
          label={t('leads.reassignAfter')}
          help={t('leads.reassignAfterHelp')}
          value={reassignAfter}
          canEdit={canEdit}
          onChange={(minutes) => onChange({ reassignAfter: minutes })}
        />
      </div>
    </Card>
  )
}

interface TimeProps {
  label: string
  value: string
  canEdit: boolean
  /** Midnight is the end of the day here, not its beginning. */
  ends?: true
  isGood: (value: string) => boolean
  onChange: (value: string) => void
}

/** A time of day, kept when the field is left; one that does not fit stays as it was typed, and says so. */
function Time({ label, value, canEdit, ends, isGood, onChange }: TimeProps) {
  const [wrong, setWrong] = useState(false)
  return (
    <TextInput
      aria-label={label}
      type="time"
      className={classes.time ?? ''}
      defaultValue={value === '24:00' ? '00:00' : value}
      readOnly={!canEdit}
      error={wrong && t('leads.hoursOrder')}
      onBlur={(event) => {
        const typed = event.currentTarget.value
        const time = ends && typed === '00:00' ? '24:00' : typed
        setWrong(time === '' || !isGood(time))
        if (time !== '' && time !== value && isGood(time)) onChange(time)
      }}
    />
  )
}

interface MinutesProps {
  label: string
  help: string
  value: number | null
  canEdit: boolean
  onChange: (minutes: number | null) => void
}

function Minutes({ label, help, value, canEdit, onChange }: MinutesProps) {
  const [written, setWritten] = useState<number | string>(value ?? '')
  return (
    <NumberInput
      label={label}
      description={help}
      value={written}
      min={1}
      max={60_000}
      allowDecimal={false}
      suffix={` ${t('leads.minutes')}`}
      readOnly={!canEdit}
      onChange={setWritten}
      onBlur={() => {
        const minutes = written === '' ? null : Number(written)
        if (minutes !== value) onChange(minutes)
      }}
    />
  )
}
