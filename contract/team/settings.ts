import { z } from 'zod'
import { route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { languageSchema } from '../values/language.ts'
import {
  clockSchema,
  currencyDisplaySchema,
  dateFormatSchema,
  numberFormatSchema,
} from '../values/written.ts'
import { zoneSchema } from '../values/zone.ts'
import type { NotificationKind } from './notification.ts'

/** How a member is told of something by mail: as it happens, gathered once a day, or not. */
export const mailings = ['now', 'digest', 'never'] as const
export const tellingSchema = z.strictObject({ app: z.boolean(), mail: z.enum(mailings) })
export type Telling = z.infer<typeof tellingSchema>

/** Nobody is mailed unasked but those who run the company, whose notices do not wait. */
export const defaultTellings: Readonly<Record<NotificationKind, Telling>> = {
  mention: { app: true, mail: 'never' },
  assignment: { app: true, mail: 'never' },
  due: { app: true, mail: 'never' },
  notice: { app: true, mail: 'now' },
}

/** A stroke such as `mod+k` or `j`, or two in a row such as `g d`. */
const strokes = z
  .string()
  .regex(/^((mod|alt|shift)\+){0,2}[^\s+]{1,12}( [^\s+]{1,12})?$/, 'Use a key such as j, or two such as g d')

const themes = ['light', 'dark', 'auto'] as const

/** What a member has set for themselves, on all of their devices. Null is as the device or the company has it. */
export const settingsSchema = z.object({
  language: languageSchema.nullable(),
  /** In which zone moments are shown; days of business stay the company's. Null is the company's. */
  timeZone: zoneSchema.nullable(),
  dateFormat: dateFormatSchema.nullable(),
  clock: clockSchema.nullable(),
  /** On which day a week begins, 1 for Monday to 7 for Sunday. */
  firstDay: z.number().int().min(1).max(7).nullable(),
  numberFormat: numberFormatSchema.nullable(),
  currencyDisplay: currencyDisplaySchema,
  theme: z.enum(themes).nullable(),
  /** Whether keys work without ⌘ or Ctrl (WCAG 2.1.4). */
  singleKeys: z.boolean().nullable(),
  /** Own keys by those that came along: `{ "j": "n" }`. */
  keys: z
    .record(strokes, strokes)
    .refine((keys) => Object.keys(keys).length <= 100, 'These are too many keys')
    .refine(
      (keys) => new Set(Object.values(keys)).size === Object.keys(keys).length,
      'Two actions have the same key. Give one of them another.',
    ),
  notifications: z.object({
    mention: tellingSchema,
    assignment: tellingSchema,
    due: tellingSchema,
    notice: tellingSchema,
  }),
  /** Days on which the member is away, the last included; who is away is given no new leads. */
  absence: z
    .object({ fromOn: daySchema, untilOn: daySchema })
    .refine(({ fromOn, untilOn }) => fromOn <= untilOn, {
      path: ['untilOn'],
      message: 'The last day is not before the first',
    })
    .nullable(),
  /** When the digest is mailed, by the member's time zone: the hour, and days from 1 for Monday to 7 for Sunday. */
  digest: z.object({
    hour: z.number().int().min(0).max(23),
    days: z.array(z.number().int().min(1).max(7)).min(1, 'Choose at least one day').max(7),
  }),
})
export type Settings = z.infer<typeof settingsSchema>

export const defaultSettings: Settings = {
  language: null,
  timeZone: null,
  dateFormat: null,
  clock: null,
  firstDay: null,
  numberFormat: null,
  currencyDisplay: 'symbol',
  theme: null,
  singleKeys: null,
  keys: {},
  notifications: defaultTellings,
  absence: null,
  digest: { hour: 8, days: [1, 2, 3, 4, 5] },
}

/** What is named is set; of the notifications, the kinds that are named. */
export const settingsInput = z.strictObject({
  ...settingsSchema.partial().shape,
  notifications: settingsSchema.shape.notifications.partial().strict().optional(),
})
export type SettingsInput = z.infer<typeof settingsInput>

const tag = 'Team'

/** What a mail's link may end: mails of one kind as they happen, or the digest. */
export const endings = ['mention', 'assignment', 'due', 'notice', 'digest'] as const
export type Ending = (typeof endings)[number]

export const settingsRoutes = {
  read: route({
    method: 'GET',
    path: '/me/settings',
    who: 'caller',
    summary: 'Your own settings: language, formats, keys, notifications',
    tag,
    output: settingsSchema,
  }),
  change: route({
    method: 'PATCH',
    path: '/me/settings',
    who: 'caller',
    summary: 'Change your own settings; what is not named stays',
    tag,
    body: settingsInput,
    output: settingsSchema,
  }),
  /** Also what a mail program calls by itself (RFC 8058), so it needs no more than the link's token. */
  unsubscribe: route({
    method: 'POST',
    path: '/unsubscribe/{token}',
    who: 'anyone',
    summary: 'End the mails that a mail’s own link names; needs no sign-in',
    tag,
    params: z.object({ token: z.string().max(200) }),
    output: z.object({ ended: z.enum(endings), language: languageSchema.nullable() }),
  }),
}
