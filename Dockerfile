# One image for every service of docker-compose.yaml. Nothing in it is secret, nothing runs as root.
FROM python:3.11-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1

RUN groupadd --gid 50000 newsledger \
    && useradd --uid 50000 --gid 50000 --create-home --shell /usr/sbin/nologin newsledger \
    && install -d -o newsledger -g newsledger /data

WORKDIR /opt/newsledger

# The lock alone first: it changes seldom, and its layer is the large one.
COPY requirements.txt ./
RUN pip install --requirement requirements.txt && pip check

COPY dags ./dags
COPY plugins ./plugins
COPY dbt_project ./dbt_project
COPY dashboard ./dashboard
COPY LICENSE* README* CHANGELOG* ./

ENV PYTHONPATH=/opt/newsledger/plugins:/opt/newsledger \
    NEWSLEDGER_HOME=/data \
    AIRFLOW_HOME=/data/airflow

USER newsledger
VOLUME ["/data"]
