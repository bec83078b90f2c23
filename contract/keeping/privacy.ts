import { z } from 'zod'
import { idParams, route } from '../http/route.ts'

const tag = 'Privacy'

export const privacyRoutes = {
  export: route({
    method: 'GET',
    path: '/people/{id}/personal-data',
    who: 'administrator',
    summary: 'Everything that is known about a person, as one JSON file to hand to them',
    tag,
    params: idParams,
    status: 200,
    sends: 'application/json',
  }),
  erase: route({
    method: 'POST',
    path: '/people/{id}/erasure',
    who: 'administrator',
    summary:
      'Erase a person for good: every trace of who they are; what figures count stays, with nobody in it',
    tag,
    params: idParams,
    // Nothing of it is kept for a second request with the same key.
    secret: true,
    body: z.strictObject({
      /** What the person is called, typed once more, so that the wrong one is not erased. */
      name: z.string().max(500),
    }),
  }),
}
