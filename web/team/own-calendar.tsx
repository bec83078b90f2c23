import { Button, CopyButton, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { calendarFeedRoutes } from '../../contract/customer/meeting-routes.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/seldom.ts'
import { DateTime } from '../ui/manner.tsx'
import { toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'

/** The address under which a calendar program reads one's meetings. It is shown once, and can be exchanged. */
export function OwnCalendar() {
  const queries = useQueryClient()
  const queryKey = ['calendar-feed']
  const { data } = useQuery({ queryKey, queryFn: ({ signal }) => call(calendarFeedRoutes.state, { signal }) })
  const [url, setUrl] = useState('')
  const attempt = async (run: () => Promise<string>): Promise<void> => {
    try {
      setUrl(await run())
      await queries.invalidateQueries({ queryKey })
    } catch (error) {
      toastFailed(messageOf(error), () => void attempt(run))
    }
  }
  const renew = () => attempt(async () => (await call(calendarFeedRoutes.renew)).url)
  const end = () =>
    attempt(async () => {
      await call(calendarFeedRoutes.end)
      return ''
    })
  const since = data?.createdAt ?? null
  return (
    <div className={classes.stack}>
      <p>{t('meeting.feedText')}</p>
      {url && (
        <CopyButton value={url}>
          {({ copied, copy }) => (
            <TextInput
              readOnly
              label={t('meeting.feedAddress')}
              description={t('meeting.feedOnce')}
              value={url}
              rightSectionWidth={96}
              rightSection={
                <Button size="compact-sm" onClick={copy}>
                  {t(copied ? 'meeting.copied' : 'meeting.copy')}
                </Button>
              }
            />
          )}
        </CopyButton>
      )}
      {since && !url && (
        <p>
          {t('meeting.feedSince')} <DateTime value={since} />
        </p>
      )}
      <div>
        <Button onClick={() => void renew()}>{t(since ? 'meeting.feedRenew' : 'meeting.feedMake')}</Button>{' '}
        {since && (
          <Button variant="subtle" onClick={() => void end()}>
            {t('meeting.feedEnd')}
          </Button>
        )}
      </div>
    </div>
  )
}
