// What a front end does with the API, against the types that are generated from its document. Compiled by a test, and a start for a client of one's own.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

type Profile = components["schemas"]["ProfileResponse"];
type Problem = components["schemas"]["ProblemDetails"];
type Progress = components["schemas"]["ProgressResponse"];

const api = createClient<paths>({ baseUrl: "https://icomm.example" });

/** The last step of the wizard: the store is asked, and the first run starts. */
export async function connect(databaseId: string, password: string): Promise<string> {
  const { data, error } = await api.POST("/api/v1/integrations", {
    params: { header: { "Idempotency-Key": crypto.randomUUID() } },
    body: {
      name: "My shop",
      storeType: "magento",
      databaseId,
      settings: { siteUrl: "https://shop.example", username: "icomm", password },
      intervalMinutes: 240,
      window: { timeZone: "America/Montevideo", from: "22:00:00", until: "06:00:00" },
    },
  });
  if (error) throw new Error(textOf(error));
  return data.id;
}

/** Every profile of a segment, page by page. */
export async function* profilesOf(databaseId: string, segment: string): AsyncGenerator<Profile> {
  let cursor: string | undefined;
  do {
    const { data, error } = await api.GET("/api/v1/databases/{databaseId}/profiles", {
      params: { path: { databaseId }, query: { segment: [segment], sort: "-Amount", limit: 200, ...(cursor ? { cursor } : {}) } },
    });
    if (error) throw new Error(textOf(error));
    yield* data.items;
    cursor = data.nextCursor;
  } while (cursor);
}

/** How far a run is, of 1; undefined where the store does not say how much there is. */
export async function share(integrationId: string, runId: string): Promise<number | undefined> {
  const { data, error } = await api.GET("/api/v1/integrations/{integrationId}/runs/{runId}/progress", { params: { path: { integrationId, runId } } });
  if (error) throw new Error(textOf(error));
  return data.endedAt ? 1 : shareOf(data);
}

/** Renames an integration, unless somebody changed it since it was read. */
export async function rename(integrationId: string, name: string, tag: string): Promise<boolean> {
  const { error, response } = await api.PATCH("/api/v1/integrations/{integrationId}", { params: { path: { integrationId }, header: { "If-Match": tag } }, body: { name } });
  if (response.status === 412) return false;
  if (error) throw new Error(textOf(error));
  return true;
}

/** What would not be right does not compile. */
export async function mistakes(): Promise<void> {
  // @ts-expect-error An integration belongs to a database.
  await api.POST("/api/v1/integrations", { body: { name: "My shop", storeType: "magento", settings: {} } });

  // @ts-expect-error There is no such outcome.
  const outcome: Progress["outcome"] = "finished";

  // @ts-expect-error There is no such route.
  await api.GET("/api/v1/customers", { params: { query: { outcome } } });
}

/** Days since the last purchase; undefined for who never purchased. */
export function silence(profile: Profile): number | undefined {
  const days = profile.indicators?.["ICOMMKT_Days_Since_Last_Purchase"];
  return typeof days === "number" ? days : undefined;
}

function shareOf(progress: Progress): number | undefined {
  const stage = progress.stages.at(-1);
  return stage?.total ? stage.done / stage.total : undefined;
}

function textOf(problem: Problem): string {
  return [problem.code, problem.detail ?? problem.title, problem.remedy].filter(Boolean).join(": ");
}
