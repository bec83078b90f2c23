import type { Discount } from '../../../contract/sales/line.ts'
import { signsOf, type NumberFormat } from '../../../contract/values/written.ts'

/** How the reader writes decimals. */
export interface Signs {
  decimal: string
  group: string
}

export function signsFor(locale: string, numbers: NumberFormat | null | undefined): Signs {
  if (numbers) return signsOf(numbers)
  const parts = new Intl.NumberFormat(locale, { minimumFractionDigits: 1 }).formatToParts(12_345.6)
  const sign = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return { decimal: sign('decimal') || '.', group: sign('group') }
}

/**
 * What was typed as a decimal string; null where it is no number. A sign that can only be the decimal one is taken as
 * such, whatever the language: 12,5 and 12.5.
 */
export function decimalOf(typed: string, { decimal, group }: Signs): string | null {
  let text = typed.replaceAll(/[\s'’]/g, '')
  const signs = text.replaceAll(/[^.,]/g, '')
  if (new Set(signs).size === 2) text = text.replaceAll(signs[0] ?? '', '')
  // The same sign twice, or the reader's own sign for groups, before groups of three.
  else if ((signs.length > 1 || (signs === group && signs !== decimal)) && /^\d{1,3}([.,]\d{3})+$/.test(text))
    text = text.replaceAll(signs[0] ?? '', '')
  text = text.replace(',', '.')
  return /^\d+(\.\d+)?$/.test(text) ? text.replace(/^0+(?=\d)/, '') : null
}

/** A decimal string as the reader writes it, without signs for groups, so that it can be typed over. */
export const written = (value: string, { decimal }: Signs): string => value.replace('.', decimal)

/** 10 and 10 % are a share; 50 EUR and € 50 an amount. Null where it is neither, `undefined` of nothing typed. */
export function discountOf(typed: string, currency: string, signs: Signs): Discount | null | undefined {
  const text = typed.trim()
  if (text === '') return undefined
  const inMoney = /\p{Sc}|[a-z]{3}/iu.test(text)
  const named = text.match(/[a-z]{3}/i)?.[0]?.toUpperCase()
  const value = decimalOf(text.replaceAll(/[\p{Sc}%]|[a-z]{3}/giu, ''), signs)
  if (value === null || (named && named !== currency)) return null
  if (inMoney) return { amount: value }
  const percent = Math.round(Number(value) * 100)
  return percent <= 10_000 && /^\d+(\.\d{1,2})?$/.test(value) ? { percent } : null
}

export const writtenDiscount = (discount: Discount | null, currency: string, signs: Signs): string =>
  discount === null
    ? ''
    : 'percent' in discount
      ? `${written(String(discount.percent / 100), signs)} %`
      : `${written(discount.amount, signs)} ${currency}`
