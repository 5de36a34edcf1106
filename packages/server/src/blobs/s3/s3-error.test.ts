import { S3ServiceException } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { s3Error } from './s3-error.ts';

function answer(name: string, httpStatusCode: number): S3ServiceException {
  return new S3ServiceException({ name, $fault: 'server', message: 'no', $metadata: { httpStatusCode } });
}

describe('an error of S3', () => {
  it.each([
    ['QuotaExceeded', 403, 'full'],
    ['XMinioStorageFull', 507, 'full'],
    ['InsufficientStorage', 507, 'full'],
    ['AccessDenied', 403, 'denied'],
    ['XAdminUserNotFound', 404, 'denied'],
    ['InvalidRange', 416, 'invalid_range'],
    ['SlowDown', 503, 'unavailable'],
    ['TooManyRequests', 429, 'unavailable'],
    ['InternalError', 500, 'unavailable'],
    ['NoSuchBucket', 404, 'unavailable'],
    ['MalformedXML', 400, 'failed'],
  ])('answered as %s with %i reads %s', (name, httpStatus, code) => {
    expect(s3Error(answer(name, httpStatus), 'S3 storage')).toMatchObject({ code });
  });

  it.each([
    [Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }), 'unavailable'],
    [Object.assign(new Error('late'), { name: 'TimeoutError' }), 'unavailable'],
    [Object.assign(new Error('none'), { name: 'CredentialsProviderError' }), 'denied'],
    [new TypeError('a mistake of ours'), 'failed'],
  ])('without an answer, %s, reads %s', (cause, code) => {
    expect(s3Error(cause, 'S3 storage')).toMatchObject({ code, cause });
  });
});
