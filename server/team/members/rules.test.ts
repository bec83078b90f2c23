import { describe, expect, test } from 'vitest'
import type { Role } from '../../../contract/team/role.ts'
import { system, type Caller } from '../../http/caller.ts'
import type { RuleGround } from '../../records/behaviour.ts'
import { binMember, completeMember } from './rules.ts'

const ground = (caller: Partial<Caller>): RuleGround => ({
  now: '2026-03-31T12:00:00.000Z',
  today: '2026-03-31',
  zone: 'UTC',
  currency: 'EUR',
  caller: { ...system('web'), ...caller },
})
const owner = ground({ role: 'owner' })
const administrator = ground({ role: 'administrator' })
const membersKey = ground({ role: 'administrator', scopes: ['user:write'] })

const draft = (role: Role, active = true) => ({
  id: 'u',
  values: { role, active, timeZone: null },
  derived: {},
})
const change = (from: Role | null, to: Role, { active = true, by = owner, others = 1 } = {}) => {
  const before = from ? draft(from) : null
  completeMember({ before, after: draft(to, active), given: {} }, { otherOwners: others, ownRoles: [] }, by)
}

describe('an owner', () => {
  test('is made and unmade by owners only', () => {
    expect(() => change(null, 'owner')).not.toThrow()
    expect(() => change('owner', 'seller')).not.toThrow()
    for (const by of [administrator, membersKey]) {
      expect(() => change(null, 'owner', { by })).toThrow()
      expect(() => change('administrator', 'owner', { by })).toThrow()
      expect(() => change('owner', 'viewer', { by })).toThrow()
    }
  })

  test('is not touched by an administrator at all: neither address, nor activity, nor bin', () => {
    expect(() => change('owner', 'owner', { by: administrator })).toThrow()
    expect(() => change('owner', 'owner', { by: administrator, active: false })).toThrow()
    expect(() => binMember(draft('owner'), true, { otherOwners: 3, ownRoles: [] }, administrator)).toThrow()
  })

  test('stays: the last one keeps role, activity and place', () => {
    expect(() => change('owner', 'administrator', { others: 0 })).toThrow(/needs an owner/)
    expect(() => change('owner', 'owner', { others: 0, active: false })).toThrow(/needs an owner/)
    expect(() => binMember(draft('owner'), true, { otherOwners: 0, ownRoles: [] }, owner)).toThrow(
      /needs an owner/,
    )
    expect(() => change('owner', 'owner', { others: 0 })).not.toThrow()
    expect(() => binMember(draft('owner'), true, { otherOwners: 1, ownRoles: [] }, owner)).not.toThrow()
  })
})

describe('an administrator', () => {
  test('is made and changed by those who run the company, not by a key for members', () => {
    expect(() => change('seller', 'administrator', { by: administrator })).not.toThrow()
    expect(() => change('administrator', 'seller', { by: administrator })).not.toThrow()
    expect(() => change('seller', 'administrator', { by: membersKey })).toThrow()
    expect(() => change('administrator', 'viewer', { by: membersKey })).toThrow()
    expect(() =>
      binMember(draft('administrator'), true, { otherOwners: 1, ownRoles: [] }, membersKey),
    ).toThrow()
  })
})

test('everyone else may be changed by whoever may edit members', () => {
  expect(() => change('seller', 'manager', { by: membersKey })).not.toThrow()
  expect(() => binMember(draft('seller'), true, { otherOwners: 1, ownRoles: [] }, membersKey)).not.toThrow()
})

test('a time zone that does not exist is refused', () => {
  const after = { id: 'u', values: { role: 'seller', active: true, timeZone: 'Moon/Base' }, derived: {} }
  expect(() =>
    completeMember({ before: null, after, given: {} }, { otherOwners: 1, ownRoles: [] }, owner),
  ).toThrow(/time zone/)
})
