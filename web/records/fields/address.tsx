import { TextInput } from '@mantine/core'
import { fieldHelp } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import classes from './field.module.css'
import type { EditProps, ShowProps, Widget } from './widget.ts'

interface Address {
  street?: string
  postalCode?: string
  city?: string
  region?: string
  country?: string
}

const parts = ['street', 'postalCode', 'city', 'region', 'country'] as const

const textOf = (address: Address) =>
  [
    address.street,
    [address.postalCode, address.city].filter(Boolean).join(' '),
    address.region,
    address.country,
  ]
    .filter(Boolean)
    .join(', ')

const ShowAddress = ({ value }: ShowProps) => <>{textOf(value as Address)}</>

function EditAddress({ field, value, onChange, label, error, inCell, autoFocus }: EditProps) {
  const address = (value as Address | null) ?? {}
  const set = (part: (typeof parts)[number], text: string) => {
    const next: Address = Object.fromEntries(
      Object.entries({ ...address, [part]: text }).filter(([, written]) => written !== ''),
    )
    onChange(Object.keys(next).length > 0 ? next : null)
  }
  return (
    <fieldset className={inCell ? classes.popped : classes.fieldset} aria-label={label}>
      {!inCell && <legend className={classes.legend}>{label}</legend>}
      {fieldHelp(field) && <p className={classes.help}>{fieldHelp(field)}</p>}
      <div className={classes.address}>
        {parts.map((part, index) => (
          <TextInput
            key={part}
            className={classes[part]}
            placeholder={t(`field.address.${part}`)}
            aria-label={t(`field.address.${part}`)}
            value={address[part] ?? ''}
            autoFocus={(autoFocus ?? false) && index === 0}
            error={index === parts.length - 1 ? error : undefined}
            onChange={(event) => set(part, event.currentTarget.value)}
          />
        ))}
      </div>
    </fieldset>
  )
}

export const address: Widget = { Show: ShowAddress, Edit: EditAddress, width: 200 }
