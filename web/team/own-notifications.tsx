import '@mantine/core/styles/Checkbox.layer.css'
import { Checkbox, Select } from '@mantine/core'
import { notificationKinds } from '../../contract/team/notification.ts'
import { mailings, type Telling } from '../../contract/team/settings.ts'
import { useSession } from '../shell/session.tsx'
import { useSettings } from '../shell/settings.ts'
import { t } from '../text/seldom.ts'
import { clock } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { weekdays } from './own-writing.tsx'
import classes from './settings.module.css'

/** What a member is told of and how, and when the digest comes. Only who runs the company hears of the installation. */
export function OwnNotifications() {
  const { settings, change } = useSettings()
  const { rights } = useSession()
  const manner = useManner()
  const kinds = notificationKinds.filter((kind) => kind !== 'notice' || rights.includes('administer'))
  const tell = (kind: (typeof kinds)[number], telling: Partial<Telling>) =>
    void change({ notifications: { [kind]: { ...settings.notifications[kind], ...telling } } })
  const hours = Array.from({ length: 24 }, (_, hour) => ({
    value: String(hour),
    label: clock(new Date(Date.UTC(1970, 0, 1, hour)).toISOString(), { ...manner, zone: 'UTC' }),
  }))
  const gathers = kinds.some((kind) => settings.notifications[kind].mail === 'digest')
  return (
    <>
      <p className={classes.text}>{t('own.notificationsText')}</p>
      <table className={classes.tellings}>
        <thead>
          <tr>
            <th scope="col">{t('own.told')}</th>
            <th scope="col">{t('own.inApp')}</th>
            <th scope="col">{t('own.byMail')}</th>
          </tr>
        </thead>
        <tbody>
          {kinds.map((kind) => {
            const what = t(`own.told.${kind}`)
            return (
              <tr key={kind}>
                <th scope="row">{what}</th>
                <td>
                  <Checkbox
                    aria-label={t('own.inAppOf', { what })}
                    checked={settings.notifications[kind].app}
                    onChange={(event) => tell(kind, { app: event.currentTarget.checked })}
                  />
                </td>
                <td>
                  <Select
                    aria-label={t('own.byMailOf', { what })}
                    value={settings.notifications[kind].mail}
                    data={mailings.map((when) => ({ value: when, label: t(`own.mail.${when}`) }))}
                    allowDeselect={false}
                    onChange={(when) => tell(kind, { mail: when as Telling['mail'] })}
                  />
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
      {gathers ? (
        <div className={classes.digest}>
          <Select
            label={t('own.digestHour')}
            value={String(settings.digest.hour)}
            data={hours}
            allowDeselect={false}
            onChange={(hour) => void change({ digest: { ...settings.digest, hour: Number(hour) } })}
          />
          <fieldset className={classes.days}>
            <legend>{t('own.digestDays')}</legend>
            {weekdays(manner.locale, 'short').map((name, at) => {
              const { days } = settings.digest
              const chosen = days.includes(at + 1)
              return (
                <Checkbox
                  key={name}
                  label={name}
                  checked={chosen}
                  // One day stays: who wants no digest takes everything out of it.
                  disabled={chosen && days.length === 1}
                  onChange={() =>
                    void change({
                      digest: {
                        ...settings.digest,
                        days: chosen
                          ? days.filter((day) => day !== at + 1)
                          : [...days, at + 1].toSorted((one, other) => one - other),
                      },
                    })
                  }
                />
              )
            })}
          </fieldset>
        </div>
      ) : (
        <p className={classes.hint}>{t('own.noDigest')}</p>
      )}
    </>
  )
}
