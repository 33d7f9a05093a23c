# contenthub as a container: built in one stage, run in another by a user who may write nothing but /data and /tmp.
# docs/operations.md says how it is built and run; compose.yaml is an example.
FROM python:3.11-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /srv/contenthub
RUN python -m venv /opt/venv
COPY requirements.txt ./
# Everything comes as a wheel: no compiler and no Debian package is needed.
RUN /opt/venv/bin/pip install --only-binary :all: --no-binary docopt,promise,django-permissionedforms -r requirements.txt
COPY manage.py ./
COPY contenthub ./contenthub
COPY channels ./channels
COPY schemas ./schemas
COPY search ./search
# The keys are for this one command: static files do not depend on them.
RUN CONTENTHUB_SECRET_KEY=0123456789-abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJKLMNOP \
    CONTENTHUB_REFERENCE_KEY=only-for-collecting-static-files CONTENTHUB_HOSTS=localhost CONTENTHUB_DATA=/tmp/data \
    CONTENTHUB_STATIC=/srv/static DJANGO_SETTINGS_MODULE=contenthub.settings.production \
    /opt/venv/bin/python manage.py collectstatic --noinput --verbosity 0 \
    && /opt/venv/bin/python -m compileall -q contenthub channels schemas search

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=contenthub.settings.production CONTENTHUB_DATA=/data CONTENTHUB_STATIC=/srv/static PORT=8000
RUN groupadd --system --gid 10001 contenthub \
    && useradd --system --uid 10001 --gid contenthub --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin contenthub \
    && install --directory --owner contenthub --group contenthub --mode 0755 /data
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv /srv
WORKDIR /srv/contenthub
USER 10001:10001
EXPOSE 8000
# Whether the process lives; whether it can answer is asked at /readyz by who sends it requests.
HEALTHCHECK --interval=10s --timeout=3s --start-period=40s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ['PORT']}/healthz\", timeout=2)"]
CMD ["python", "-m", "contenthub.serve"]
