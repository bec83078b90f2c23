import { expect, test } from 'vitest'
import type { Operation } from './api-document.ts'
import { addressOf, curlOf, exampleOf } from './request.ts'

const operation: Operation = {
  id: 'patchPeopleId',
  method: 'PATCH',
  path: '/people/{id}',
  summary: 'Change a person',
  description: '',
  tag: 'People',
  open: false,
  parameters: [
    { name: 'id', in: 'path', required: true, example: 'a/b' },
    { name: 'fields', in: 'query', required: false, example: 'email,phone' },
    { name: 'filter', in: 'query', required: false },
    { name: 'If-Match', in: 'header', required: false, example: '"3"' },
  ],
  body: { type: 'application/json', schema: {}, example: { lastName: "O'Neill" } },
  answers: [],
}

test('a call is written as a command that a shell takes as it is meant, with no key in it', () => {
  expect(curlOf(operation, exampleOf(operation), 'https://crm.example.com')).toBe(
    [
      "curl -X PATCH 'https://crm.example.com/api/v1/people/a%2Fb?fields=email%2Cphone' \\",
      '  -H "Authorization: Bearer $THROUGHLINE_KEY" \\',
      "  -H 'Content-Type: application/json' \\",
      '  -H \'If-Match: "3"\' \\',
      `  --data-binary '{\n  "lastName": "O'\\''Neill"\n}'`,
    ].join('\n'),
  )
})

test('what needs no sign-in sends no key, and what is not filled in stays to be seen', () => {
  const open = { ...operation, method: 'GET', open: true, body: null }
  expect(curlOf(open, { parameters: {}, body: '' }, 'https://crm.example.com')).toBe(
    "curl 'https://crm.example.com/api/v1/people/{id}'",
  )
  expect(addressOf(open, { parameters: { id: '7', filter: '{"and":[]}' }, body: '' })).toBe(
    '/api/v1/people/7?filter=%7B%22and%22%3A%5B%5D%7D',
  )
})
