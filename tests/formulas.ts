import { Temporal } from 'temporal-polyfill'
import type { Syntax } from '../contract/records/formula/syntax.ts'

/**
 * Formulas by the book, one value at a time: what docs/formulas.md says, told a second time and without a thought for
 * speed, to be compared with what the database makes of them.
 */

export type Value =
  | null
  | { is: 'number'; n: bigint }
  | { is: 'money'; n: bigint; currency: string }
  | { is: 'text'; text: string }
  | { is: 'date'; day: string }
  | { is: 'moment'; at: string }
  | { is: 'duration'; n: bigint }
  | { is: 'yesNo'; yes: boolean }

export interface World {
  fields: Readonly<Record<string, Value>>
  home: string
  /** What one unit is worth in the home currency, as a decimal. */
  rates: Readonly<Record<string, string>>
  zone: string
}

const unit = 10n ** 12n
const bound = 10n ** 18n * unit
const absolute = (n: bigint) => (n < 0n ? -n : n)

/** The nearest whole quotient, a tie away from zero. */
function quotient(a: bigint, b: bigint): bigint {
  const [n, d] = [absolute(a), absolute(b)]
  const rounded = (2n * n + d) / (2n * d)
  return a < 0n !== b < 0n ? -rounded : rounded
}

/** The same, a tie to the even one. */
function halfEven(a: bigint, b: bigint): bigint {
  const whole = absolute(a) / b
  const twice = 2n * (absolute(a) % b)
  const up = twice > b || (twice === b && whole % 2n === 1n)
  const rounded = whole + (up ? 1n : 0n)
  return a < 0n ? -rounded : rounded
}

export function decimal(text: string): bigint {
  const [, sign, whole = '0', decimals = ''] = /^(-?)(\d*)\.?(\d*)$/.exec(text) ?? []
  const n = BigInt(whole || '0') * unit + BigInt(decimals.padEnd(12, '0').slice(0, 12) || '0')
  return sign ? -n : n
}

export function written(n: bigint): string {
  const digits = absolute(n).toString().padStart(13, '0')
  const decimals = digits.slice(-12).replace(/0+$/, '')
  return `${n < 0n ? '-' : ''}${digits.slice(0, -12)}${decimals ? `.${decimals}` : ''}`
}

const number = (n: bigint): Value => (absolute(n) < bound ? { is: 'number', n } : null)
const money = (n: bigint, currency: string): Value =>
  absolute(n) < bound ? { is: 'money', n, currency } : null
const text = (value: string): Value => (value === '' ? null : { is: 'text', text: value })
const yesNo = (yes: boolean): Value => ({ is: 'yesNo', yes })
const cents = (n: bigint) => halfEven(n * 100n, unit)

const isYes = (value: Value) => value?.is === 'yesNo' && value.yes
const dayIn = (value: Value, zone: string): string | null => {
  if (value?.is === 'date') return value.day
  if (value?.is === 'moment')
    return Temporal.Instant.from(value.at).toZonedDateTimeISO(zone).toPlainDate().toString()
  return value?.is === 'text' && /^\d{4}-\d\d-\d\d$/.test(value.text) ? value.text : null
}
const date = (day: Temporal.PlainDate): Value =>
  day.year < 1 || day.year > 9999 ? null : { is: 'date', day: day.toString() }

function home(value: Value & { is: 'money' }, world: World): (Value & { is: 'money' }) | null {
  if (value.currency === world.home) return value
  const rate = world.rates[value.currency]
  if (rate === undefined) return null
  return {
    is: 'money',
    n: (halfEven(value.n * decimal(rate) * 100n, unit * unit) * unit) / 100n,
    currency: world.home,
  }
}

function together(
  a: Value,
  b: Value,
  world: World,
): [Value & { is: 'money' }, Value & { is: 'money' }] | null {
  if (a?.is !== 'money' || b?.is !== 'money') return null
  if (a.currency === b.currency) return [a, b]
  const [left, right] = [home(a, world), home(b, world)]
  return left && right ? [left, right] : null
}

/** Below, at or above zero; null when there is no order between them. */
function order(a: Value, b: Value, world: World): number | null {
  if (!a || !b) return null
  if (a.is === 'money' && b.is === 'money') {
    const both = together(a, b, world)
    return both && Number(both[0].n - both[1].n)
  }
  if ('n' in a && 'n' in b) return a.n < b.n ? -1 : a.n > b.n ? 1 : 0
  if (a.is === 'text' && b.is === 'text') return Buffer.compare(Buffer.from(a.text), Buffer.from(b.text))
  if (a.is === 'yesNo' && b.is === 'yesNo') return Number(a.yes) - Number(b.yes)
  if (a.is === 'moment' && b.is === 'moment') return Date.parse(a.at) - Date.parse(b.at)
  const [left, right] = [dayIn(a, world.zone), dayIn(b, world.zone)]
  return left === null || right === null ? null : left < right ? -1 : left > right ? 1 : 0
}

function textOf(value: Value): string {
  if (!value) return ''
  switch (value.is) {
    case 'text':
      return value.text
    case 'number':
      return written(value.n)
    case 'money':
      return tooLarge(value.n) ? '' : `${amount(value.n)} ${value.currency}`
    case 'date':
      return value.day
    case 'yesNo':
      return value.yes ? 'yes' : 'no'
    default:
      throw new Error(`${value.is} is not joined`)
  }
}

/** Amounts are whole coins up to where whole numbers are exact everywhere. */
const tooLarge = (n: bigint) => absolute(cents(n)) > 9_000_000_000_000_000n

function amount(n: bigint): string {
  const minor = cents(n)
  const digits = absolute(minor).toString().padStart(3, '0')
  return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`
}

function infix(sign: string, a: Value, b: Value, world: World): Value {
  if (sign === '&') return text(textOf(a) + textOf(b))
  if (['=', '!=', '<', '<=', '>', '>='].includes(sign)) {
    const compared = order(a, b, world)
    const same = compared === 0 || (a === null && b === null)
    if (sign === '=' || sign === '!=') return yesNo(same === (sign === '='))
    if (compared === null) return yesNo(false)
    return yesNo(
      { '<': compared < 0, '<=': compared <= 0, '>': compared > 0, '>=': compared >= 0 }[sign] ?? false,
    )
  }
  if (!a || !b) return null
  if (sign === '*') {
    const [one, other] = a.is === 'number' ? [b, a] : [a, b]
    if (!('n' in one) || !('n' in other)) throw new Error('No product')
    const product = quotient(one.n * other.n, unit)
    return one.is === 'money'
      ? money(product, one.currency)
      : one.is === 'duration'
        ? lasting(product)
        : number(product)
  }
  if (sign === '/') {
    const both = a.is === 'money' && b.is === 'money' ? together(a, b, world) : [a, b]
    const [one, other] = both ?? []
    if (!one || !other || !('n' in one) || !('n' in other) || other.n === 0n) return null
    const result = quotient(one.n * unit, other.n)
    if (one.is === 'money' && other.is === 'number')
      return absolute(result) < bound ? money(result, one.currency) : null
    return one.is === 'duration' && other.is === 'number' ? lasting(result) : number(result)
  }
  const factor = sign === '+' ? 1n : -1n
  if (a.is === 'money') {
    const both = together(a, b, world)
    return both && money(both[0].n + factor * both[1].n, both[0].currency)
  }
  if (a.is === 'number' && b.is === 'number') return number(a.n + factor * b.n)
  if (a.is === 'duration' && b.is === 'duration') return lasting(a.n + factor * b.n)
  const day = dayIn(a, world.zone)
  if (a.is === 'date' && b.is === 'number' && day) return addDays(day, factor * b.n)
  if (a.is === 'date' && day) return between(day, dayIn(b, world.zone))
  throw new Error(`No ${sign} of ${a.is} and ${b.is}`)
}

const lasting = (n: bigint): Value => (absolute(n) < bound ? { is: 'duration', n } : null)
const addDays = (day: string, n: bigint): Value => {
  const days = Number(n / unit)
  return days < -1_700_000 || days > 3_700_000 ? null : date(Temporal.PlainDate.from(day).add({ days }))
}
const between = (to: string | null, from: string | null): Value =>
  to === null || from === null
    ? null
    : number(
        BigInt(
          Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to), { largestUnit: 'day' }).days,
        ) * unit,
      )

function extreme(values: Value[], sign: number, world: World): Value {
  let best: Value = null
  for (const value of values)
    if (value && (!best || (order(value, best, world) ?? 0) * sign > 0)) best = value
  return best
}

const functions: Record<string, (args: Value[], world: World) => Value> = {
  orelse: ([a, b]) => a ?? b ?? null,
  isempty: ([a]) => yesNo(!a),
  min: (args, world) => extreme(args, -1, world),
  max: (args, world) => extreme(args, 1, world),
  abs: ([a]) => (a && 'n' in a ? { ...a, n: absolute(a.n) } : null),
  round([a, places]) {
    if (!a || !('n' in a) || (places !== undefined && places?.is !== 'number')) return null
    if (a.is === 'money' && !places) return money((cents(a.n) * unit) / 100n, a.currency)
    const digits = Math.min(12, Math.max(-18, places ? Number(places.n / unit) : 0))
    const step = 10n ** BigInt(12 - digits)
    const n = quotient(a.n, step) * step
    return a.is === 'money' ? money(n, a.currency) : number(n)
  },
  number: ([a]) => (a?.is === 'money' ? number(a.n) : null),
  money: ([a, currency]) =>
    a?.is === 'number' && currency?.is === 'text' ? money(a.n, currency.text) : null,
  lower: ([a]) => (a?.is === 'text' ? text(a.text.toLowerCase()) : null),
  upper: ([a]) => (a?.is === 'text' ? text(a.text.toUpperCase()) : null),
  trim: ([a]) => (a?.is === 'text' ? text(a.text.replace(/^ +| +$/g, '')) : null),
  left: ([a, n]) =>
    a?.is === 'text' && n?.is === 'number' ? text(Array.from(a.text).slice(0, counted(n.n)).join('')) : null,
  right([a, n]) {
    if (a?.is !== 'text' || n?.is !== 'number') return null
    const count = counted(n.n)
    return count === 0 ? null : text(Array.from(a.text).slice(-count).join(''))
  },
  length: ([a]) => number(a?.is === 'text' ? BigInt(Array.from(a.text).length) * unit : 0n),
  contains: ([a, b]) =>
    yesNo(a?.is === 'text' && b?.is === 'text' && a.text.toLowerCase().includes(b.text.toLowerCase())),
  daysbetween: ([from, to], { zone }) => between(dayIn(to ?? null, zone), dayIn(from ?? null, zone)),
  adddays([a, n], { zone }) {
    const day = dayIn(a ?? null, zone)
    return day && n?.is === 'number' ? addDays(day, n.n) : null
  },
  addmonths([a, n], { zone }) {
    const day = dayIn(a ?? null, zone)
    if (!day || n?.is !== 'number' || absolute(n.n / unit) >= 120_000n) return null
    return date(Temporal.PlainDate.from(day).add({ months: Number(n.n / unit) }))
  },
  dateof([a], { zone }) {
    const day = dayIn(a ?? null, zone)
    return day ? { is: 'date', day } : null
  },
  year: (args, world) => part(args, world, 0),
  month: (args, world) => part(args, world, 1),
  day: (args, world) => part(args, world, 2),
  hours: ([a]) => (a?.is === 'duration' ? number(quotient(a.n, 3600n)) : null),
  duration: ([a]) => (a?.is === 'number' ? lasting(a.n * 3600n) : null),
}

const counted = (n: bigint) => Math.max(0, Number(n / unit))
function part([a]: Value[], { zone }: World, index: number): Value {
  const day = dayIn(a ?? null, zone)
  return day === null ? null : number(BigInt(day.split('-')[index] ?? '0') * unit)
}

export function evaluate(syntax: Syntax, world: World): Value {
  switch (syntax.kind) {
    case 'number':
      return number(decimal(syntax.text))
    case 'text':
      return text(syntax.value)
    case 'word':
      return syntax.word === 'empty' ? null : yesNo(syntax.word === 'true')
    case 'name':
      return world.fields[syntax.path.map((word) => word.text).join('.')] ?? null
    case 'prefix': {
      const of = evaluate(syntax.of, world)
      if (syntax.sign === 'not') return yesNo(!isYes(of))
      return of && 'n' in of ? { ...of, n: -of.n } : null
    }
    case 'infix': {
      const [a, b] = [evaluate(syntax.left, world), evaluate(syntax.right, world)]
      if (syntax.sign === 'and') return yesNo(isYes(a) && isYes(b))
      if (syntax.sign === 'or') return yesNo(isYes(a) || isYes(b))
      return infix(syntax.sign, a, b, world)
    }
    case 'call': {
      const name = syntax.name.text.toLowerCase()
      if (name === 'if') {
        const [condition, then, otherwise] = syntax.args
        const chosen = condition && isYes(evaluate(condition, world)) ? then : otherwise
        return chosen ? evaluate(chosen, world) : null
      }
      const made = functions[name]
      if (!made) throw new Error(`No function ${name}`)
      return made(
        syntax.args.map((arg) => evaluate(arg, world)),
        world,
      )
    }
  }
}

/** A value as the database keeps it, as text; null where it keeps none. */
export function kept(value: Value): string | null {
  if (!value) return null
  switch (value.is) {
    case 'number':
      return written(value.n)
    case 'money':
      return tooLarge(value.n) ? null : JSON.stringify({ amount: amount(value.n), currency: value.currency })
    case 'duration':
      return absolute(value.n) < 9_000_000_000_000_000n * unit
        ? written(quotient(value.n, unit) * unit)
        : null
    case 'text':
      return JSON.stringify(Array.from(value.text).slice(0, 2_000).join(''))
    case 'date':
      return JSON.stringify(value.day)
    case 'moment':
      return JSON.stringify(value.at)
    case 'yesNo':
      return String(value.yes)
  }
}
