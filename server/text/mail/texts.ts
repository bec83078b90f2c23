import type { en } from './en.ts'

/** A text, or its forms by the number in its `count`. */
export type Entry = string | { one: string; other: string }
export type MailKey = keyof typeof en
export type MailTexts = Readonly<Record<MailKey, Entry>>
