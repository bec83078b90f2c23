import { Select } from '@mantine/core'
import {
  dateFormats,
  dayInFigures,
  clocks,
  currencyDisplays,
  numberFormats,
} from '../../contract/values/written.ts'
import { languageNames, languages } from '../../contract/values/language.ts'
import { useSession } from '../shell/session.tsx'
import { useSettings } from '../shell/settings.ts'
import { language } from '../text/language.ts'
import { t } from '../text/seldom.ts'
import { clock, day, dayIn, money, number } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import classes from './settings.module.css'
import { zones } from './zones.ts'

/** The value of a choice that leaves it to the language or the company. */
const left = ''

interface ChoiceProps<T extends string> {
  label: string
  help?: string
  value: T | null
  data: readonly { value: T; label: string }[]
  /** What stands for no choice. */
  none?: string
  searchable?: boolean
  onChange: (value: T | null) => void
}

function Choice<T extends string>({ label, help, value, data, none, searchable, onChange }: ChoiceProps<T>) {
  return (
    <Select
      label={label}
      description={help}
      value={value ?? left}
      data={[...(none === undefined ? [] : [{ value: left, label: none }]), ...data]}
      allowDeselect={false}
      searchable={searchable ?? false}
      nothingFoundMessage={t('field.noMatch')}
      onChange={(chosen) => onChange(chosen === left || chosen === null ? null : (chosen as T))}
    />
  )
}

/** Names of the days of the week, from Monday; 5 January 1970 was one. */
export const weekdays = (locale: string, style: 'long' | 'short' = 'long') =>
  [5, 6, 7, 8, 9, 10, 11].map((of) =>
    new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(1970, 0, of)),
  )

/** Language, dates, times, numbers, currencies and time zone, each choice shown by what it makes of today. */
export function OwnWriting() {
  const { settings, change } = useSettings()
  const { company } = useSession()
  const manner = useManner()
  const now = useNow()
  const today = dayIn(now, manner)
  const plain = { ...manner, dates: null, numbers: null }
  const price = { amount: '1234.50', currency: company.currency }
  return (
    <>
      <p className={classes.text}>{t('own.writingText')}</p>
      <div className={classes.choices}>
        <Choice
          label={t('own.language')}
          value={settings.language ?? language.name}
          data={languages.map((name) => ({ value: name, label: languageNames[name] }))}
          onChange={(name) => void change({ language: name })}
        />
        <Choice
          label={t('own.firstDay')}
          value={String(manner.firstDay ?? 1)}
          data={weekdays(manner.locale).map((name, at) => ({ value: String(at + 1), label: name }))}
          onChange={(first) => void change({ firstDay: first === null ? null : Number(first) })}
        />
        <Choice
          label={t('own.dates')}
          value={settings.dateFormat}
          none={t('own.byLanguage', { example: day(today, plain, now) })}
          data={dateFormats.map((format) => ({ value: format, label: dayInFigures(today, format) }))}
          onChange={(dateFormat) => void change({ dateFormat })}
        />
        <Choice
          label={t('own.clock')}
          value={settings.clock}
          none={t('own.byLanguage', { example: clock(now.toISOString(), { ...manner, clock: null }) })}
          data={clocks.map((kind) => ({
            value: kind,
            label: clock(now.toISOString(), { ...manner, clock: kind }),
          }))}
          onChange={(kind) => void change({ clock: kind })}
        />
        <Choice
          label={t('own.numbers')}
          value={settings.numberFormat}
          none={t('own.byLanguage', { example: number(1234.5, plain) })}
          data={numberFormats.map((format) => ({
            value: format,
            label: number(1234.5, { ...manner, numbers: format }),
          }))}
          onChange={(numberFormat) => void change({ numberFormat })}
        />
        <Choice
          label={t('own.currency')}
          value={settings.currencyDisplay}
          data={currencyDisplays.map((display) => ({
            value: display,
            label: t(`own.currency.${display}`, {
              example: money(price, { ...manner, currencyDisplay: display }),
            }),
          }))}
          onChange={(currencyDisplay) => void change({ currencyDisplay: currencyDisplay ?? 'symbol' })}
        />
        <Choice
          label={t('own.zone')}
          help={t('own.zoneHelp')}
          value={settings.timeZone}
          none={t('own.ofCompany', { zone: company.timeZone })}
          data={zones.map((zone) => ({ value: zone, label: zone }))}
          searchable
          onChange={(timeZone) => void change({ timeZone })}
        />
      </div>
    </>
  )
}
