import { expect, test } from 'vitest'
import { channelOf } from './channel.ts'

test.each([
  ['organic_search', 'organic_search'],
  ['Organic Search', 'organic_search'],
  ['  Paid-Search ', 'paid_search'],
  ['direct_traffic', 'direct'],
  ['E-mail', 'email'],
  ['social', 'organic_social'],
  ['display', 'display'],
  ['referral', 'referral'],
  ['other_publicities', 'other'],
  ['unknown', 'other'],
  ['constructor', 'other'],
  ['', null],
  ['   ', null],
  [null, null],
  [undefined, null],
])('the source %o comes through the channel %o', (source, channel) => {
  expect(channelOf(source)).toBe(channel)
})
