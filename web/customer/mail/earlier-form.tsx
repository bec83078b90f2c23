import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { mailboxRoutes, type Mailbox } from '../../../contract/customer/mailbox.ts'
import { refusalOf } from '../../records/changes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { day, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import classes from './mail.module.css'

const yearBefore = (since: string): string => `${Number(since.slice(0, 4)) - 1}${since.slice(4)}`

/** From which day on mail was read; an earlier one to choose, and how far reading back to it is. */
export function EarlierForm({ mailbox: { since, earlier } }: { mailbox: Mailbox }) {
  const queries = useQueryClient()
  const manner = useManner()
  const [chosen, setChosen] = useState<string | null>(null)
  const [refused, setRefused] = useState<string>()
  const read = () => queries.invalidateQueries({ queryKey: ['mailbox'] })
  if (earlier) {
    const { found, behind } = earlier
    const known = found !== null && behind !== null
    const count = (value: number) => number(value, manner, 0)
    return (
      <div className={classes.form}>
        <label>
          {t('mailbox.readingBack', { day: day(earlier.since, manner) })}
          <progress
            className={classes.progress}
            max={Math.max(1, found ?? 0)}
            value={known ? found - behind : undefined}
          />
        </label>
        <div className={classes.actions}>
          <span role="status" className={classes.quiet}>
            {known
              ? t('mailbox.readBack', { read: count(found - behind), found: count(found) })
              : t('mailbox.lookingBack')}
          </span>
          <Button
            size="compact-sm"
            onClick={() =>
              void call(mailboxRoutes.cancelExtending).then(read, (error: unknown) =>
                toastFailed(messageOf(error)),
              )
            }
          >
            {t('mailbox.stopReadingBack')}
          </Button>
        </div>
      </div>
    )
  }
  if (chosen === null)
    return (
      <div className={classes.actions}>
        <span className={classes.quiet}>{t('mailbox.readSince', { day: day(since, manner) })}</span>
        <Button size="compact-sm" variant="subtle" onClick={() => setChosen(yearBefore(since))}>
          {t('mailbox.bringEarlier')}
        </Button>
      </div>
    )
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        call(mailboxRoutes.extend, { body: { since: chosen } }).then(
          () => {
            setChosen(null)
            return read()
          },
          (error: unknown) => {
            const found = refusalOf(error, ['since'])
            setRefused(found['since'] ?? found['form'])
          },
        )
      }}
    >
      <TextInput
        label={t('mailbox.bringFrom')}
        description={t('mailbox.bringFromHint')}
        type="date"
        autoFocus
        value={chosen}
        error={refused}
        onChange={(event) => {
          setChosen(event.currentTarget.value)
          setRefused(undefined)
        }}
      />
      <div className={classes.actions}>
        <Button type="submit" variant="filled">
          {t('mailbox.bring')}
        </Button>
        <Button variant="subtle" onClick={() => setChosen(null)}>
          {t('mailbox.bringNot')}
        </Button>
      </div>
    </form>
  )
}
