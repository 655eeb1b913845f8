import type { APIStatusError } from "./errors.ts";
import { classes } from "./problems.ts";

// Names of the classes in the table: a bundle that asks for none of them holds no more than that.

/** 400. */
export const BadRequestError: typeof APIStatusError = classes[400]!;
export type BadRequestError = APIStatusError;

/** 401: the credentials are missing, wrong or expired. */
export const AuthenticationError: typeof APIStatusError = classes[401]!;
export type AuthenticationError = APIStatusError;

/** 403. */
export const PermissionDeniedError: typeof APIStatusError = classes[403]!;
export type PermissionDeniedError = APIStatusError;

/** 404. */
export const NotFoundError: typeof APIStatusError = classes[404]!;
export type NotFoundError = APIStatusError;

/** 409. */
export const ConflictError: typeof APIStatusError = classes[409]!;
export type ConflictError = APIStatusError;

/** 410. */
export const GoneError: typeof APIStatusError = classes[410]!;
export type GoneError = APIStatusError;

/** 422: the content breaks a rule; `problem.errors` names it. */
export const UnprocessableEntityError: typeof APIStatusError = classes[422]!;
export type UnprocessableEntityError = APIStatusError;

/** 429. */
export const RateLimitError: typeof APIStatusError = classes[429]!;
export type RateLimitError = APIStatusError;

/** 500 and above. */
export const InternalServerError: typeof APIStatusError = classes[500]!;
export type InternalServerError = APIStatusError;
