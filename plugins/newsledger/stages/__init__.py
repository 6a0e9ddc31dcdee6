"""The jobs that DAG tasks call, one function a task: scrape, load, extract, build, publish."""
