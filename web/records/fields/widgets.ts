import type { Field, FieldType } from '../../../contract/records/field.ts'
import { address } from './address.tsx'
import { choice } from './choice.tsx'
import { choices } from './choices.tsx'
import { date } from './date.tsx'
import { duration } from './duration.tsx'
import { email } from './email.tsx'
import { file, files } from './file.tsx'
import { link } from './link.tsx'
import { longText } from './long-text.tsx'
import { moment } from './moment.tsx'
import { money } from './money.tsx'
import { number } from './number.tsx'
import { percentage } from './percentage.tsx'
import { phone } from './phone.tsx'
import { reference } from './reference.tsx'
import { references } from './references.tsx'
import { tags } from './tags.tsx'
import { text } from './text.tsx'
import { user } from './user.tsx'
import type { Widget } from './widget.ts'
import { yesNo } from './yes-no.tsx'

/** The web's side of the field types; a type without its line here does not compile. */
const widgets: Record<FieldType, Widget> = {
  text,
  longText,
  number,
  money,
  percentage,
  date,
  moment,
  duration,
  yesNo,
  choice,
  choices,
  tags,
  email,
  phone,
  link,
  address,
  reference,
  references,
  user,
  file,
  files,
}

export const widgetOf = (field: Field): Widget => widgets[field.type]
