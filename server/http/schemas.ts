/** Schemas that become code when a route is asked for the first time: all of them at once are half of what a start takes. */
import { TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastJson, { type AnySchema } from 'fast-json-stringify';
import type { FastifySchemaCompiler, FastifySerializerCompiler } from 'fastify';
import type { TSchema } from 'typebox';

export const compileValidator: FastifySchemaCompiler<TSchema> = (route) => {
  let validate: ReturnType<typeof TypeBoxValidatorCompiler> | undefined;
  return (value: unknown) => {
    validate ??= TypeBoxValidatorCompiler(route);
    return validate(value);
  };
};

export const compileSerializer: FastifySerializerCompiler<AnySchema> = ({ schema }) => {
  let write: ((value: unknown) => string) | undefined;
  return (value: unknown) => {
    write ??= fastJson(schema);
    return write(value);
  };
};
